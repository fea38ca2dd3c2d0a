import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import {
  type AccountKind,
  type CompiledPermission,
  chainTime,
  createHarness,
  type Eip1193Provider,
  type Permission,
  type ReleaseName,
} from "../../src/index.ts";
import { deployCounter } from "./counter.ts";
import { expectAccepted } from "./expectOutcome.ts";

/** A fresh key. */
export const freshKey = () => privateKeyToAccount(generatePrivateKey());

/**
 * An account with SmartSession installed, a Counter, and a session key: what most tests start from.
 *
 * @param kind The account's kind.
 * @param release Which release of SmartSession. Default: the one that the run is on.
 * @returns Builds the scene on a chain.
 */
export const buildScene = (kind: AccountKind, release?: ReleaseName) => async (provider: Eip1193Provider) => {
  const harness = await createHarness({ provider, ...(release && { release }) });
  const { world } = harness;
  const counter = await deployCounter(world);
  const account = await harness.createAccount({ kind });
  const key = freshKey();
  await expectAccepted(world, await harness.install(account));

  /** Compiles a permission to count with this key; nothing is sent. */
  const compile = (limits: Partial<Permission> = {}) =>
    harness.compile({
      sessionKey: key.address,
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
    now: await chainTime(world),

    compile,

    /** Compiles such a permission, and has the owner enable it. */
    async enable(limits: Partial<Permission> = {}): Promise<CompiledPermission> {
      const session = compile(limits);
      await expectAccepted(world, await harness.enable(account, [session]));
      return session;
    },
  };
};

/** See {@link buildScene}. */
export type Scene = Awaited<ReturnType<ReturnType<typeof buildScene>>>;
