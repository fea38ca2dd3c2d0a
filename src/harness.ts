import { createSmartAccountClient, type SmartAccountClient } from "permissionless";
import type { LocalAccount, Transport } from "viem";
import type { Account } from "./account/Account.ts";
import { type CreateAccountParameters, createAccount } from "./account/createAccount.ts";
import { InvalidInputError } from "./errors/InvalidInputError.ts";
import { execute } from "./outcome/execute.ts";
import type { Outcome } from "./refusal/Outcome.ts";
import { type CompiledPermission, compilePermission } from "./session/compilePermission.ts";
import type { Permission } from "./session/Permission.ts";
import { toSessionAccount } from "./session/toSessionAccount.ts";
import { instantBundler } from "./submission/instantBundler.ts";
import type { Call } from "./world/Call.ts";
import { createWorld } from "./world/createWorld.ts";
import type { Eip1193Provider } from "./world/Eip1193Provider.ts";
import { setBalance } from "./world/setBalance.ts";
import type { World } from "./world/World.ts";

/** What a harness is made of. */
export interface CreateHarnessParameters {
  /** The chain: the provider of a Hardhat connection, or a local node over HTTP. */
  readonly provider: Eip1193Provider;
  /** The bundler that operations go through. Default: the instant bundler. */
  readonly bundlerTransport?: Transport;
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
}

/** A world with a bundler: accounts, sessions, and what becomes of operations. */
export interface Harness {
  readonly world: World;
  /** permissionless's smart account client, over the bundler. */
  readonly client: SmartAccountClient;
  /** An account that is funded (balance in wei, default 10 ETH) and not yet deployed. */
  createAccount(parameters?: CreateAccountParameters & { readonly balance?: bigint }): Promise<Account>;
  /** Compiles a permission; nothing is sent. See {@link compilePermission}. */
  compile(permission: Permission): CompiledPermission;
  /** One operation of the account's owner; the first one deploys the account. */
  execute(account: Account, calls: readonly Call[]): Promise<Outcome>;
  /** The owner installs SmartSession on the account, without sessions. */
  install(account: Account): Promise<Outcome>;
  /** The owner uninstalls SmartSession; every session of the account ends. */
  uninstall(account: Account): Promise<Outcome>;
  /** The owner enables sessions in one operation: all of them or none. */
  enable(account: Account, sessions: readonly CompiledPermission[]): Promise<Outcome>;
  /** The session key makes calls for the account. */
  use(parameters: UseParameters): Promise<Outcome>;
  /** The owner revokes a session for good: it is removed, and no signature enables it again. */
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
export async function createHarness({
  provider,
  bundlerTransport,
}: CreateHarnessParameters): Promise<Harness> {
  const world = await createWorld(provider);
  const client = createSmartAccountClient({
    client: world.client,
    ...(world.client.chain && { chain: world.client.chain }),
    bundlerTransport: bundlerTransport ?? (await instantBundler(world)),
    pollingInterval: world.client.pollingInterval,
  });
  const smartSession = world.contracts.SmartSession.address;
  const byOwner = (account: Account, calls: readonly Call[]) =>
    execute({ world, client, account, signer: account.smartAccount, calls });

  return {
    world,
    client,

    async createAccount({ balance = 10n ** 19n, ...parameters } = {}) {
      const account = await createAccount(world, parameters);
      await setBalance(world, account.address, balance);
      return account;
    },

    compile: (permission) => compilePermission(world, permission),

    execute: byOwner,

    install: (account) => byOwner(account, [account.encodeInstall(smartSession, world.release.installData)]),

    uninstall: async (account) => byOwner(account, [await account.encodeUninstall(smartSession)]),

    async enable(account, sessions) {
      if (sessions.length === 0) {
        throw new InvalidInputError([
          { field: "sessions", value: sessions, problem: "is empty", remedy: "Give at least one session." },
        ]);
      }
      return byOwner(account, [world.release.encodeEnable(sessions.map(({ session }) => session))]);
    },

    use: ({ account, session, key, calls }) =>
      execute({
        world,
        client,
        account,
        signer: toSessionAccount(world, account, session.permissionId, key),
        calls,
      }),

    revoke: (account, { permissionId }) => byOwner(account, world.release.encodeRevoke(permissionId)),
  };
}
