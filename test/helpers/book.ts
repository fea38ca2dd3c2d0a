import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSmartAccountClient } from "permissionless";
import type { Address, Hex, Transport } from "viem";
import {
  type Account,
  contractArtifact,
  createAccount,
  createSessions,
  createWorld,
  deployContract,
  type Eip1193Provider,
  instantBundler,
  type KnownAddresses,
  keyFolder,
  type Means,
  planCreate,
  planModule,
  readSessionFiles,
  readSessionsFile,
  setBalance,
  submit,
} from "../../src/index.ts";
import { freshKey } from "./scene.ts";

/** What the tests' keys are encrypted by. */
export const passphrase = "correct horse battery staple";
/** The same, as it is asked for; scrypt is given little work. */
export const sealing = { passphrase: async () => passphrase, scryptN: 2 };

/**
 * An account with SmartSession installed, a Counter, and a folder for key files: what tests of commands start from.
 *
 * @param provider The chain.
 * @returns The scene; whoever makes it closes it.
 */
export async function buildBook(provider: Eip1193Provider) {
  const world = await createWorld(provider);
  const counter = await deployContract(world, contractArtifact("targets/Counter").bytecode);
  const account: Account = await createAccount(world, { owner: freshKey() });
  await setBalance(world, account.address, 10n ** 19n);
  const bundler: Transport = await instantBundler(world);
  const meansBy = (transport: Transport): Means => ({
    client: createSmartAccountClient({
      client: world.client,
      chain: world.client.chain,
      bundlerTransport: transport,
      pollingInterval: 1,
    }),
  });
  const means = meansBy(bundler);
  const root = mkdtempSync(join(tmpdir(), "book-"));
  const sessions = { world, account, folder: keyFolder(world, account.address, join(root, "keys")) };
  const { nonce, calls } = await planModule(sessions, [], "installed");
  await submit(sessions, means, { signer: account.smartAccount, nonce, calls, files: [], purpose: "create" });

  /** Writes a sessions file, and plans it, with what is known of where targets stand. */
  const planWith = async (
    targets: KnownAddresses["targets"],
    ...entries: readonly Record<string, unknown>[]
  ) => {
    const file = join(root, "sessions.json");
    writeFileSync(file, JSON.stringify({ sessions: entries }));
    return planCreate(sessions, readSessionFiles(sessions.folder).sessions, {
      entries: readSessionsFile(file).entries,
      targetOf: ({ target }) => (target === "counter" ? counter : (target as Address)),
      targets,
    });
  };
  const plan = (...entries: readonly Record<string, unknown>[]) => planWith(undefined, ...entries);

  return {
    world,
    account,
    counter,
    bundler,
    means,
    meansBy,
    sessions,
    plan,
    planWith,
    root,

    /** Creates sessions of the Counter with these names. */
    async create(...names: readonly string[]) {
      const planned = await plan(...names.map((name) => ({ name, preset: "counter", maxUses: 3 })));
      return createSessions(sessions, means, planned, sealing);
    },

    files: () => readSessionFiles(sessions.folder).sessions,

    /** The file of a session, by its id. */
    fileOf(permissionId: Hex) {
      const file = readSessionFiles(sessions.folder).sessions.find(
        (one) => one.permissionId === permissionId,
      );
      if (!file) throw new Error(`no file of ${permissionId}`);
      return file;
    },

    /** Forgets every file, as the chain was put back to before there were any. */
    forget: () => rmSync(sessions.folder, { recursive: true, force: true }),

    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** See {@link buildBook}. */
export type Book = Awaited<ReturnType<typeof buildBook>>;
