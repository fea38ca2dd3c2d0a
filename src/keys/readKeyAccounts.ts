import { readdirSync } from "node:fs";
import { join } from "node:path";
import { type Address, isAddress } from "viem";
import { readEnvironment } from "../config/environment.ts";
import { KeyFolderError } from "../errors/keys.ts";
import { chainKey } from "../world/chainKey.ts";
import type { World } from "../world/World.ts";
import { keyFolder } from "./keyFolder.ts";
import { type KeyFiles, readSessionFiles } from "./readSessionFiles.ts";
import { reasonOf } from "./rewriteSessionFile.ts";

/** An account that this machine has key files of. */
export interface KeyAccount {
  readonly account: Address;
  readonly files: KeyFiles;
}

/**
 * Finds the accounts that this machine has key files of on a chain.
 *
 * @param world The chain.
 * @param root The folder of all. Default: see `keyFolder`.
 * @returns The accounts with their files, by address; one whose folder is empty is left out.
 * @throws KeyFolderError where a folder cannot be read.
 */
export function readKeyAccounts(
  world: Pick<World, "chainId" | "instance">,
  root: string = readEnvironment(process.env).keysFolder ?? "session-keys",
): readonly KeyAccount[] {
  return accountsIn(join(root, chainKey(world)))
    .map((account) => ({ account, files: readSessionFiles(keyFolder(world, account, root)) }))
    .filter(({ files }) => files.sessions.length + files.damaged.length > 0);
}

function accountsIn(folder: string): readonly Address[] {
  try {
    return readdirSync(folder)
      .filter((name) => isAddress(name))
      .sort();
  } catch (cause) {
    const reason = reasonOf(cause);
    if (reason === "ENOENT") return [];
    throw new KeyFolderError({ folder, problem: `cannot be read (${reason})`, cause });
  }
}
