import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Address, getAddress, isAddress } from "viem";
import {
  InvalidInputError,
  type KeyAccount,
  keyFolder,
  readKeyAccounts,
  readSessionFiles,
  type World,
} from "../../src/index.ts";
import { keyRoot } from "./openAccount.ts";

/** Whose sessions a command reads. */
export interface AccountChoice {
  /** Addresses, as they were given. */
  readonly accounts: readonly string[];
  /** Every account of the chain. */
  readonly all: boolean;
}

/** The accounts that were chosen, and what this machine keeps of their sessions. */
export interface ChosenAccounts {
  /** Undefined: every account of the chain. */
  readonly accounts: readonly Address[] | undefined;
  /** Those that there are files of. */
  readonly known: readonly KeyAccount[];
}

/**
 * Finds out whose sessions are meant: the accounts that were given, all, or else those that this machine has key files of.
 *
 * @param hre Hardhat.
 * @param world The chain.
 * @param choice What the command was given.
 * @returns The accounts, each once.
 * @throws InvalidInputError where an address is none, both are given, or nobody is meant; KeyFolderError.
 */
export function chooseAccounts(
  hre: HardhatRuntimeEnvironment,
  world: Pick<World, "chainId" | "instance">,
  choice: AccountChoice,
): ChosenAccounts {
  const given = parseAccounts(choice);
  const root = keyRoot(hre);
  if (given.length > 0) {
    const known = given.map((account) => ({
      account,
      files: readSessionFiles(keyFolder(world, account, root)),
    }));
    return { accounts: given, known };
  }
  const known = readKeyAccounts(world, root);
  if (choice.all) return { accounts: undefined, known };
  if (known.length === 0) {
    const problem = `are not given, and there are no key files of any on this chain (${root})`;
    const remedy =
      "Give the accounts' addresses, or --all for every account of the chain; SESSION_KEYS_FOLDER names the folder.";
    throw refuse("(none)", problem, remedy);
  }
  return { accounts: known.map(({ account }) => account), known };
}

/**
 * Checks the accounts that a command was given; no chain is asked.
 *
 * @param choice What it was given.
 * @returns The addresses, each once; none where none were given.
 * @throws InvalidInputError.
 */
export function parseAccounts({ accounts, all }: AccountChoice): readonly Address[] {
  if (all && accounts.length > 0) {
    throw refuse(accounts.join(" "), "are given, and --all as well", "Give addresses, or --all.");
  }
  const parsed = accounts.map((text) => {
    if (isAddress(text)) return getAddress(text);
    throw refuse(
      text,
      "is not an address, or has a wrong checksum",
      "Give the account's address: 0x and 40 hexadecimal digits.",
    );
  });
  return [...new Set(parsed)];
}

// A positional argument is named in capitals: it is no option.
const refuse = (value: string, problem: string, remedy: string) =>
  new InvalidInputError([{ field: "ACCOUNTS", value, problem, remedy }]);
