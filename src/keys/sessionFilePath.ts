import { join } from "node:path";
import type { Hex } from "viem";

/**
 * The file of a session in its account's folder.
 *
 * @param folder See `keyFolder`.
 * @param permissionId The session.
 * @returns Its path.
 */
export const sessionFilePath = (folder: string, permissionId: Hex): string =>
  join(folder, `${permissionId}.json`);
