import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  type AccountKind,
  type CompiledPermission,
  chainTime,
  createHarness,
  createWorld,
  type Eip1193Provider,
  type Harness,
  instantBundler,
  type Permission,
  type ReleaseName,
  type SessionValidator,
  sessionValidatorAt,
  type World,
} from "../../src/index.ts";
import { deployCounter } from "./counter.ts";
import { expectAccepted } from "./expectOutcome.ts";
import { roughGas } from "./roughGas.ts";

/** A fresh key. */
export const freshKey = () => privateKeyToAccount(generatePrivateKey());

/**
 * An account with SmartSession installed, a Counter, and a session key: what most tests start from.
 *
 * @param kind The account's kind.
 * @param release Which release of SmartSession. Default: the one that the run is on.
 * @returns Builds the scene on a chain.
 */
export const buildScene = (kind: AccountKind, release?: ReleaseName) => async (provider: Eip1193Provider) =>
  sceneOf(kind, await createHarness({ provider, ...(release && { release }) }));

/**
 * The same by a bundler that does not measure gas (see {@link roughGas}): half as long for each operation.
 *
 * @param kind The account's kind.
 * @returns Builds the scene on a chain.
 */
export const buildFastScene = (kind: AccountKind) => async (provider: Eip1193Provider) => {
  const bundlerTransport = roughGas(await instantBundler(await createWorld(provider)));
  return sceneOf(kind, await createHarness({ provider, bundlerTransport }));
};

async function sceneOf(kind: AccountKind, harness: Harness) {
  const { world } = harness;
  const counter = await deployCounter(world);
  const account = await harness.createAccount({ kind });
  const key = freshKey();
  const sessionValidator = validatorFor(kind, world);
  await expectAccepted(world, await harness.install(account));

  /** Compiles a permission to count with this key; nothing is sent. */
  const compile = (limits: Partial<Permission> = {}) =>
    harness.compile({
      sessionKey: key.address,
      sessionValidator: sessionValidator.address,
      target: counter.address,
      function: "increment()",
      ...limits,
    });

  return {
    harness,
    world,
    account,
    counter,
    key,
    /** What the scene's sessions are compiled for. */
    sessionValidator,
    now: await chainTime(world),

    compile,

    /** Compiles such a permission, and has the owner enable it. */
    async enable(limits: Partial<Permission> = {}): Promise<CompiledPermission> {
      const session = compile(limits);
      await expectAccepted(world, await harness.enable(account, [session]));
      return session;
    },
  };
}

/** The session validator that the account's own SDK uses, where the world holds it. */
function validatorFor(kind: AccountKind, { contracts }: World): SessionValidator {
  const ofKind = kind === "startale" ? contracts.StartaleOwnableValidator : undefined;
  return sessionValidatorAt((ofKind ?? contracts.OwnableValidator).address) as SessionValidator;
}

/** See {@link buildScene}. */
export type Scene = Awaited<ReturnType<ReturnType<typeof buildScene>>>;
