import { createSmartAccountClient, type SmartAccountClient } from "permissionless";
import type { LocalAccount, Transport } from "viem";
import { z } from "zod";
import type { Account } from "./account/Account.ts";
import { accountSchema } from "./account/accountSchema.ts";
import { type CreateAccountParameters, createAccount } from "./account/createAccount.ts";
import { keySchema } from "./account/keySchema.ts";
import { complain, parseInput } from "./config/parseInput.ts";
import { gasSchema, paymasterSchema } from "./config/schemas.ts";
import { execute, type GasLimits, type Paymaster } from "./outcome/execute.ts";
import { type ExplainedPrediction, predictUse } from "./outcome/predictUse.ts";
import type { Outcome } from "./refusal/Outcome.ts";
import { type CompiledPermission, compilePermission } from "./session/compilePermission.ts";
import type { Permission } from "./session/Permission.ts";
import { parseEnable, parseSession, parseSessions } from "./session/parseSessions.ts";
import { readSession, type SessionOnChain, type SessionToRead } from "./session/readSession.ts";
import { enableModeSchema, sessionIdSchema } from "./session/sessionSchema.ts";
import { signEnable } from "./session/signEnable.ts";
import { toSessionAccount } from "./session/toSessionAccount.ts";
import { instantBundler } from "./submission/instantBundler.ts";
import type { Call } from "./world/Call.ts";
import { createWorld } from "./world/createWorld.ts";
import type { Eip1193Provider } from "./world/Eip1193Provider.ts";
import type { EnableMode, EnableSignature, ReleaseName } from "./world/Release.ts";
import { setBalance } from "./world/setBalance.ts";
import type { SimulatedWorld } from "./world/World.ts";

/** What a harness is made of. */
export interface CreateHarnessParameters {
  /** The chain: the provider of a Hardhat connection, or a local node over HTTP. */
  readonly provider: Eip1193Provider;
  /** The bundler that operations go through. Default: the instant bundler. */
  readonly bundlerTransport?: Transport;
  /** Which release of SmartSession, see {@link createWorld}. */
  readonly release?: ReleaseName;
  /** The folder of the code store, see {@link createWorld}. */
  readonly codeStore?: string;
}

/** A session that may be used: which one, by which key. */
export interface UseParameters {
  readonly account: Account;
  /** The session, as compiled or by its id. */
  readonly session: Pick<CompiledPermission, "permissionId">;
  /** The session's key. Another key is taken as well: the session then refuses. */
  readonly key: LocalAccount;
  /** The calls, in their order. */
  readonly calls: readonly Call[];
  /** The enable signature (see `signEnable`), where the session is not enabled yet: this operation enables it. */
  readonly enable?: EnableSignature;
  /** Gas and fees. Default: the bundler is asked. */
  readonly gas?: GasLimits;
  /** Who pays for the gas. Default: the account. */
  readonly paymaster?: Paymaster;
}

/** A world with a bundler: accounts, sessions, and what becomes of operations. */
export interface Harness {
  readonly world: SimulatedWorld;
  /** permissionless's smart account client, over the bundler. */
  readonly client: SmartAccountClient;
  /** An account that is funded (balance in wei, default 10 ETH) and not yet deployed. */
  createAccount(parameters?: CreateAccountParameters & { readonly balance?: bigint }): Promise<Account>;
  /** Compiles a permission; nothing is sent. See {@link compilePermission}. */
  compile(permission: Permission): CompiledPermission;
  /** One operation of the account's owner; the first one deploys the account. */
  execute(account: Account, calls: readonly Call[]): Promise<Outcome>;
  /** The owner installs SmartSession on the account, with sessions that are enabled by it. Default: without any. */
  install(account: Account, sessions?: readonly CompiledPermission[]): Promise<Outcome>;
  /** The owner uninstalls SmartSession; every session of the account ends. Throws ModuleNotInstalledError. */
  uninstall(account: Account): Promise<Outcome>;
  /**
   * The owner enables sessions in one operation: all of them or none. A session that is enabled already begins
   * anew, its uses uncounted.
   */
  enable(account: Account, sessions: readonly CompiledPermission[]): Promise<Outcome>;
  /**
   * The owner signs that a session may be enabled by its first operation (ENABLE mode, or UNSAFE_ENABLE, which
   * asks no registry about its policies). Nothing is sent: see `use`. Until it is used or the session is revoked,
   * it would also enable an enabled session anew, its counters at 0. Throws KeyCannotSignHashError.
   */
  signEnable(account: Account, session: CompiledPermission, mode?: EnableMode): Promise<EnableSignature>;
  /** Reads from the chain what a session may do, and how much of its limits is used. */
  readSession(account: Account, session: SessionToRead): Promise<SessionOnChain>;
  /**
   * Says what would become of a use, from what the chain holds of the session now, in a block at the chain's time.
   * Nothing is sent. See {@link predict}.
   */
  predict(parameters: UseParameters): Promise<ExplainedPrediction>;
  /** The session key makes calls for the account. */
  use(parameters: UseParameters): Promise<Outcome>;
  /**
   * The owner revokes a session: it is removed, and no enable signature made before brings it back. To revoke
   * what was never enabled is accepted as well, as the chain does.
   */
  revoke(account: Account, session: Pick<CompiledPermission, "permissionId">): Promise<Outcome>;
}

/**
 * Builds a local world on a chain, and a harness around it.
 *
 * @param parameters The chain, and the bundler where it is not the instant one.
 * @returns The harness.
 * @throws What {@link createWorld} and {@link instantBundler} throw.
 * @example
 * ```ts
 * const { provider } = await network.create();
 * const harness = await createHarness({ provider });
 * const account = await harness.createAccount();
 * await harness.install(account);
 * const session = harness.compile({ sessionKey: key.address, target, function: "increment()", maxUses: 2 });
 * await harness.enable(account, [session]);
 * const outcome = await harness.use({ account, session, key, calls: [{ to: target, data: "0xd09de08a" }] });
 * ```
 */
export async function createHarness(parameters: CreateHarnessParameters): Promise<Harness> {
  const { provider, bundlerTransport, release, codeStore } = parseInput(
    parametersSchema,
    parameters,
    "parameters",
  );
  const world = await createWorld(provider, { release, codeStore });
  const client = createSmartAccountClient({
    client: world.client,
    chain: world.client.chain,
    bundlerTransport: bundlerTransport ?? (await instantBundler(world)),
    pollingInterval: world.client.pollingInterval,
  });
  const smartSession = world.contracts.SmartSession.address;
  const byOwner = async (
    account: Account,
    calls: readonly Call[] | (() => readonly Call[] | Promise<readonly Call[]>),
  ): Promise<Outcome> => {
    parseInput(accountSchema, account, "account");
    const made = typeof calls === "function" ? await calls() : calls;
    return execute({ world, client, account, signer: account.smartAccount, calls: made });
  };

  /** Calls are checked where they are used. */
  const parseUse = (parameters: UseParameters) => {
    const { account, session, key, calls, enable, gas, paymaster } = parseInput(
      useSchema,
      parameters,
      "parameters",
    ) as unknown as UseParameters;
    parseInput(accountSchema, account, "account");
    const parsed = parseInput(sessionIdSchema, session, "session");
    return {
      ...parsed,
      account,
      calls,
      key: parseInput(keySchema, key, "key"),
      enable: enable === undefined ? undefined : parseEnable(world, account, parsed.permissionId, enable),
      gas: gas === undefined ? undefined : (parseInput(gasSchema, gas, "gas") as GasLimits),
      paymaster: paymaster === undefined ? undefined : parseInput(paymasterSchema, paymaster, "paymaster"),
    };
  };

  return {
    world,
    client,

    async createAccount(parameters = {}) {
      const { balance = 10n ** 19n, ...rest } = parseInput(recordSchema, parameters, "parameters");
      const account = await createAccount(world, rest);
      await setBalance(world, account.address, balance as bigint);
      return account;
    },

    compile: (permission) => compilePermission(world, permission),

    execute: byOwner,

    install: (account, sessions) =>
      byOwner(account, () => {
        const parsed = sessions === undefined ? [] : parseSessions(world, account, sessions);
        const initData = world.release.encodeInstallData(parsed.map(({ session }) => session));
        return [account.encodeInstall(smartSession, initData)];
      }),

    uninstall: (account) => byOwner(account, async () => [await account.encodeUninstall(smartSession)]),

    enable: (account, sessions) =>
      byOwner(account, () => {
        const parsed = parseSessions(world, account, sessions);
        return [world.release.encodeEnable(parsed.map(({ session }) => session))];
      }),

    async signEnable(account, session, mode = "ENABLE") {
      parseInput(accountSchema, account, "account");
      const parsed = parseSession(world, account, session);
      return signEnable(world, account, parsed, parseInput(enableModeSchema, mode, "mode"));
    },

    async readSession(account, session) {
      parseInput(accountSchema, account, "account");
      parseInput(sessionIdSchema, session, "session");
      return readSession(world, account, session);
    },

    async predict(parameters) {
      const { paymaster, key, ...rest } = parseUse(parameters);
      return predictUse(world, { ...rest, signer: key.address, paymaster: paymaster !== undefined });
    },

    async use(parameters) {
      const { account, permissionId, session, key, calls, enable, gas, paymaster } = parseUse(parameters);
      const signer = toSessionAccount(world, account, { permissionId, session }, key, enable);
      return execute({ world, client, account, signer, calls, gas, paymaster });
    },

    revoke: (account, session) =>
      byOwner(account, () => {
        const { permissionId } = parseInput(sessionIdSchema, session, "session");
        return world.release.encodeRevoke(permissionId);
      }),
  };
}

const recordSchema = z.record(z.string(), z.unknown(), {
  error: complain("is not an object of parameters", "Give { name: value, … }."),
});

const useSchema = z.strictObject(
  {
    account: z.unknown(),
    session: z.unknown(),
    key: z.unknown(),
    calls: z.unknown(),
    enable: z.unknown().optional(),
    gas: z.unknown().optional(),
    paymaster: z.unknown().optional(),
  },
  {
    error: complain(
      "is not an object of parameters",
      "Give { account, session, key, calls }, and enable, gas or paymaster.",
    ),
  },
);

const parametersSchema = z.strictObject(
  {
    provider: z.custom<Eip1193Provider>(() => true), // createWorld's own check
    bundlerTransport: z
      .custom<Transport>((value) => typeof value === "function", {
        error: complain("is not a viem transport", 'Give http("http://127.0.0.1:4337"), or leave it out.'),
      })
      .optional(),
    // createWorld's own checks
    release: z.custom<ReleaseName | undefined>(() => true).optional(),
    codeStore: z.custom<string | undefined>(() => true).optional(),
  },
  { error: complain("is not an object of parameters", "Give { provider }.") },
);
