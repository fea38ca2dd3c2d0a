import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { DeploymentsFileError } from "../errors/deployments.ts";
import { deploymentsFile } from "./deploymentsFile.ts";
import type { Deployments } from "./deploymentsSchema.ts";

/**
 * Writes what is known to stand on a chain: the whole file, or nothing.
 *
 * @param folder The folder of deployments; it is made where it is not there.
 * @param key The chain's key: `1946`, or `local/1946-0fb3c2a1`.
 * @param deployments What stands there.
 * @returns The file's path.
 * @throws DeploymentsFileError where the file cannot be written.
 */
export async function writeDeployments(
  folder: string,
  key: string,
  { chainId, targets }: Deployments,
): Promise<string> {
  const file = deploymentsFile(folder, key);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFileAtomic(file, `${JSON.stringify({ chainId, targets }, undefined, 2)}\n`);
  } catch (cause) {
    throw new DeploymentsFileError({ file, problem: "cannot be written", cause });
  }
  return file;
}
