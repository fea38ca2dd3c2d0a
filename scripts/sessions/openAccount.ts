import { join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { getAddress, isAddress, isAddressEqual, type LocalAccount } from "viem";
import {
  type AccountSessions,
  createAccount,
  InvalidInputError,
  type KeyFiles,
  keyFolder,
  openWorld,
  readEnvironment,
  readSessionFiles,
  type World,
  watchedOwner,
} from "../../src/index.ts";
import { type BundlerChoice, chooseBundler } from "../chooseBundler.ts";
import { fromHere } from "../fromHere.ts";
import { isPublicRpc } from "../isPublicRpc.ts";
import { type MissingVariable, missingVariables } from "../missingVariables.ts";
import { openChain } from "../openChain.ts";
import { parsePrivateKey } from "../parsePrivateKey.ts";
import { readVariable } from "../readVariable.ts";
import type { AccountOptions, KeyOptions, SendOptions } from "./options.ts";
import { parseKind } from "./parseKind.ts";
import { publicOwner } from "./publicOwner.ts";
import { type Passphrase, readPassphrase } from "./readPassphrase.ts";

const ownerVariable = "ACCOUNT_OWNER_PRIVATE_KEY";

/** What a command needs beside the account. */
export interface Needs {
  /** Whether the account's owner signs. */
  readonly ownerSigns: boolean;
  /** Whether a bundler is asked. */
  readonly sends: boolean;
  /** Whether session keys are encrypted or decrypted. */
  readonly passphrase?: "seal" | "open" | undefined;
}

/** An account and its sessions, as a command is given them. */
export interface OpenedAccount {
  readonly network: string;
  /** What the chain's files are kept under. */
  readonly key: string;
  readonly world: World;
  readonly sessions: AccountSessions;
  readonly files: KeyFiles;
  /** Which bundler the command goes through, where it sends. */
  readonly bundler: BundlerChoice | undefined;
  /** Gives the passphrase, where keys are sealed or opened. */
  readonly passphrase: Passphrase | undefined;
}

/**
 * Opens the account that a command is about, on the chain of the selected network. Everything that has to be set and is
 * not is said at once; on a public RPC, which is a live chain's, before it is asked anything.
 *
 * @param hre Hardhat.
 * @param options What the command was given.
 * @param needs What it needs.
 * @param progress Is told what is done.
 * @returns The account.
 * @throws InvalidInputError naming every variable that is missing, and every option that cannot be meant; what
 * `openChain`, `openWorld`, `createAccount` and `readSessionFiles` throw. Nothing was sent.
 */
export async function openAccount(
  hre: HardhatRuntimeEnvironment,
  options: AccountOptions & Partial<SendOptions & KeyOptions>,
  needs: Needs,
  progress: (text: string) => void,
): Promise<OpenedAccount> {
  const ownerKey = await readVariable(hre, ownerVariable);
  const demand = async (chain: { readonly instance?: string | undefined }) => {
    const owner = findOwner(options, needs, ownerKey, chain);
    const bundler = needs.sends ? await chooseBundler(hre, chain, options.bundler) : undefined;
    const passphrase = needs.passphrase && readPassphrase(hre, options.passphraseFile, needs.passphrase);
    const missing: MissingVariable[] = [];
    for (const one of [owner, bundler, passphrase]) if (one && "missing" in one) missing.push(one.missing);
    const [first, ...rest] = missing;
    if (first || !("owner" in owner)) throw missingVariables([first as MissingVariable, ...rest]);
    return {
      owner: owner.owner,
      bundler: bundler && "choice" in bundler ? bundler.choice : undefined,
      passphrase: passphrase && "passphrase" in passphrase ? passphrase.passphrase : undefined,
    };
  };

  if (isPublicRpc(hre)) await demand({});
  const chain = await openChain(hre, progress);
  const { owner, ...rest } = await demand(chain);
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const world = await openWorld(chain.provider);
  const { account: kind = world.kind === "live" ? "startale" : "safe7579", salt = "0" } = options;
  const account = await createAccount(world, { kind: parseKind(kind), salt: salt as never, owner });
  const isPublic = owner.address === publicOwner().address ? ", Hardhat's public development account" : "";
  progress(`${account.kind} account ${account.address}, owned by ${owner.address}${isPublic}`);
  const folder = keyFolder(world, account.address, keyRoot(hre));
  const { network, key } = chain;
  const sessions = { world, account, folder };
  return { network, key, world, sessions, files: readSessionFiles(folder), ...rest };
}

/**
 * The folder of all key files.
 *
 * @param hre Hardhat.
 * @returns SESSION_KEYS_FOLDER, else `session-keys` in the project.
 */
export function keyRoot({ config }: HardhatRuntimeEnvironment): string {
  const { keysFolder } = readEnvironment(process.env);
  return keysFolder === undefined ? join(config.paths.root, "session-keys") : fromHere(keysFolder);
}

/** Whose account it is: the key's, where it is at hand; an address alone, where that is enough. */
function findOwner(
  { owner: given }: AccountOptions,
  { ownerSigns }: Needs,
  key: string | undefined,
  { instance }: { readonly instance?: string | undefined },
): { readonly owner: LocalAccount } | { readonly missing: MissingVariable } {
  const address = given === undefined ? undefined : parseOwner(given);
  const known =
    key !== undefined
      ? parsePrivateKey(key, ownerVariable)
      : instance !== undefined
        ? publicOwner()
        : undefined;
  if (known && (address === undefined || isAddressEqual(known.address, address))) return { owner: known };
  if (address && !ownerSigns) return { owner: watchedOwner(address) };
  if (known && address) {
    throw refuse(
      "owner",
      given,
      key === undefined
        ? `is to sign, and its key is not at hand: ${ownerVariable} is not set`
        : `is to sign, and ${ownerVariable} holds the key of another`,
      `Set ${ownerVariable} to the key of that owner, or leave --owner out.`,
    );
  }
  const remedy = ownerSigns
    ? `Keep it encrypted (./harness keystore set ${ownerVariable}), or set the variable; --dry-run needs none.`
    : "Set it, or give the owner's address, which is enough: --owner.";
  const what = ownerSigns ? "the key of the account's owner, who signs" : "whose account it is";
  return { missing: { name: ownerVariable, what, remedy } };
}

function parseOwner(text: string) {
  if (isAddress(text)) return getAddress(text);
  throw refuse(
    "owner",
    text,
    "is not an address, or has a wrong checksum",
    "Give 0x and 40 hexadecimal digits.",
  );
}

const refuse = (field: string, value: unknown, problem: string, remedy: string) =>
  new InvalidInputError([{ field, value, problem, remedy }]);
