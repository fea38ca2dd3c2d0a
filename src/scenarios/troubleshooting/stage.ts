import { type Address, type LocalAccount, toFunctionSelector } from "viem";
import type { SmartAccount, UserOperation } from "viem/account-abstraction";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import type { Account, AccountKind } from "../../account/Account.ts";
import type { Patient } from "../../diagnosis/Patient.ts";
import { StageRefusedError } from "../../errors/scenarios.ts";
import type { Harness } from "../../harness.ts";
import { type GasLimits, type Paymaster, prepareOperation } from "../../outcome/prepareOperation.ts";
import type { Accepted, Outcome } from "../../refusal/Outcome.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { Permission } from "../../session/Permission.ts";
import { toSessionAccount } from "../../session/toSessionAccount.ts";
import type { Call } from "../../world/Call.ts";
import { chainTime } from "../../world/clock.ts";
import type { EnableSignature, Session } from "../../world/Release.ts";
import { demoCalls, demoReadings, demoTargets, deployDemoTargets } from "../demo/targets.ts";
import type { Attempt, Effect, ExpectedEnd } from "./Attempt.ts";

/** How long the stage's sessions last, in seconds. */
const hour = 3600n;
/** Enough for whatever a scenario does. */
const plenty = { callGasLimit: 3_000_000n, verificationGasLimit: 4_000_000n, preVerificationGas: 200_000n };

export const increment = toFunctionSelector("increment()");
export const decrement = toFunctionSelector("decrement()");

/** A key that nobody has seen. */
export const freshKey = () => privateKeyToAccount(generatePrivateKey());

/** A session as it is enabled: compiled, or made by hand. */
export type StageSession = Pick<CompiledPermission, "permissionId" | "session">;

/** What is particular about an operation that is signed. */
interface Signing {
  /** Default: the Counter's increment(). */
  readonly calls?: readonly Call[];
  /** Default: the count of the account. */
  readonly effect?: Effect;
  /** The nonce, key included. Default: the next one. */
  readonly nonce?: bigint;
  /** Default: the account pays. */
  readonly paymaster?: Paymaster;
  /** Default: plenty. */
  readonly gas?: Partial<GasLimits>;
  /** Default: the stage's. */
  readonly account?: Account;
}

/** What is particular about a use. */
interface Use extends Signing {
  /** Who signs. Default: the stage's key. */
  readonly by?: LocalAccount;
  readonly enable?: EnableSignature;
  /** What `diagnose` is told, where it is other than what the operation and the session say. */
  readonly patient?: Partial<Patient>;
}

/** Where scenarios are played: an account, a session key, and the presets' targets. */
export type Stage = Awaited<ReturnType<typeof setStage>>;

/**
 * Sets the stage for a scenario: the presets' targets, an account that is funded and not yet deployed, a session key.
 *
 * @param harness A harness on a simulated chain.
 * @param kind The account's kind. Default: safe7579.
 * @returns The stage.
 * @throws AccountKindNotPresentError; PlacementError.
 */
export async function setStage(harness: Harness, kind?: AccountKind) {
  const { world, client } = harness;
  const account = await harness.createAccount(kind && { kind });
  const targets = demoTargets({ treasury: account.owner.address });
  await deployDemoTargets(world, targets);
  const key = freshKey();
  const now = await chainTime(world);
  const calls = demoCalls(targets);
  const readings = demoReadings(world, targets);
  const smartSession = world.contracts.SmartSession.address;
  const one = calls.counter(increment);
  const countOf = ({ address }: Pick<Account, "address">): Effect => ({
    what: "the account's count",
    read: () => readings.count(address),
  });

  const sign = async (by: SmartAccount, signing: Signing): Promise<UserOperation<"0.7">> => {
    const { calls: made = [one], nonce, paymaster, gas } = signing;
    const { operation } = await prepareOperation({
      ...{ world, client, nonce, paymaster, signer: by, calls: made },
      account: signing.account ?? account,
      gas: { ...plenty, ...gas },
    });
    return { ...operation, signature: await by.signUserOperation(operation) };
  };

  /** A step of the scene that is not its point has to take effect. */
  const must = async (what: string, outcome: Promise<Outcome>): Promise<Accepted> => {
    const ended = await outcome;
    if (ended.status === "accepted") return ended;
    throw new StageRefusedError({ what, refusal: ended.refusal.reason });
  };

  /** The key may call the Counter's increment(), for an hour. */
  const write = (change: Partial<Permission> = {}): Permission => ({
    ...{ sessionKey: key.address, target: targets.counter, function: "increment()" },
    validUntil: now + hour,
    ...change,
  });
  /** The same as a session; nothing is sent. */
  const compile = (change?: Partial<Permission>): CompiledPermission => harness.compile(write(change));

  const deploy = () => must("deploying the account", harness.execute(account, [one]));
  const install = () => must("installing SmartSession", harness.install(account));
  const enable = (...sessions: readonly CompiledPermission[]) =>
    must("enabling the sessions", harness.enable(account, sessions));

  return {
    harness,
    world,
    account,
    key,
    targets,
    calls,
    countOf,
    /** The chain's time when the stage was set, in Unix seconds. */
    now,
    smartSession,
    must,
    write,
    compile,
    deploy,
    install,
    enable,

    /** Installs the module, and enables a session of the key for the Counter's increment(). */
    async grant(change: Partial<Permission> = {}): Promise<CompiledPermission> {
      const session = compile(change);
      await must("installing SmartSession with a session", harness.install(account, [session]));
      return session;
    },

    /** A session that no permission compiles to: what is changed of a compiled one. */
    change(session: Session, change: Partial<Session>): StageSession {
      const changed = { ...session, ...change };
      return { session: changed, permissionId: world.release.permissionId(changed) };
    },

    /** A use of a session, signed and not sent. */
    async use(expected: ExpectedEnd, session: StageSession, use: Use = {}): Promise<Attempt> {
      const { by = key, enable: enabling, patient, effect = countOf(account), calls: made = [one] } = use;
      const signer = toSessionAccount(world, account, session, by, enabling);
      const operation = await sign(signer, use);
      // A simulated chain's clock need not be this machine's.
      const clock = await chainTime(world);
      const known = {
        account,
        session,
        clock: () => clock,
        key: { address: by.address },
        operation,
        enable: enabling,
        ...patient,
      };
      return { what: "the use", account, operation, calls: made, expected, effect, patient: known };
    },

    /** Calls by the account's owner, signed and not sent. */
    async byOwner(
      expected: ExpectedEnd,
      signing: Signing,
      patient?: Omit<Patient, "account">,
    ): Promise<Attempt> {
      const { account: of = account, effect = countOf(of), calls: made = [one] } = signing;
      const operation = await sign(of.smartAccount, signing);
      const known = patient && { patient: { account: of, ...patient } };
      return {
        what: "the owner's operation",
        account: of,
        operation,
        calls: made,
        expected,
        effect,
        ...known,
      };
    },

    /** Whether a session is enabled, as a number. */
    enabled: ({ permissionId }: Pick<StageSession, "permissionId">, of: Account = account): Effect => ({
      what: "whether the session is enabled",
      read: async () => ((await harness.readSession(of, { permissionId })).enabled ? 1n : 0n),
    }),

    /** Whether the account has SmartSession installed as a validator, as a number. */
    installed: (of: Account = account): Effect => ({
      what: "whether the module is installed",
      read: async () => ((await of.isInstalled(smartSession)) ? 1n : 0n),
    }),

    /** What an address holds of the token, in its smallest unit. */
    tokensOf: (holder: Address): Effect => ({
      what: "the recipient's tokens",
      read: () => readings.tokens(holder),
    }),

    /** How many NFTs the account holds. */
    nfts: { what: "the account's NFTs", read: () => readings.nfts(account.address) } as Effect,
  };
}
