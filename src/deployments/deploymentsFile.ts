import { join } from "node:path";

/**
 * The file that a chain's deployments are kept in.
 *
 * @param folder The folder of deployments.
 * @param key The chain's key: `1946`, or `local/1946-0fb3c2a1`.
 * @returns Its path.
 */
export function deploymentsFile(folder: string, key: string): string {
  return join(folder, `${key}.json`);
}
