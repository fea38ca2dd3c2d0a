import { join } from "node:path";
import type { Address } from "viem";
import { readEnvironment } from "../config/environment.ts";
import { chainKey } from "../world/chainKey.ts";
import type { World } from "../world/World.ts";

/**
 * The folder of an account's key files, each account and chain its own.
 *
 * @param world The chain.
 * @param account The account.
 * @param root The folder of all. Default: what the environment says (SESSION_KEYS_FOLDER), else `session-keys` where the
 * process runs.
 * @returns Its path; it need not be there.
 */
export function keyFolder(
  world: Pick<World, "chainId" | "instance">,
  account: Address,
  root: string = readEnvironment(process.env).keysFolder ?? "session-keys",
): string {
  return join(root, chainKey(world), account);
}
