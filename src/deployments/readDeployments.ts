import { readFile } from "node:fs/promises";
import { DeploymentsFileError } from "../errors/deployments.ts";
import { deploymentsFile } from "./deploymentsFile.ts";
import { type Deployments, deploymentsSchema } from "./deploymentsSchema.ts";

/**
 * Reads what is known to stand on a chain.
 *
 * @param folder The folder of deployments.
 * @param key The chain's key ({@link chainKey}): `1946`, or `local/1946-0fb3c2a1`.
 * @returns What the chain's file holds; no targets where there is no file.
 * @throws DeploymentsFileError where the file cannot be read, or does not hold what it should.
 * @example
 * ```ts
 * const deployments = await readDeployments("deployments", chainKey(world));
 * const counter = findTarget(deployments, "counter")?.address;
 * ```
 */
export async function readDeployments(folder: string, key: string): Promise<Deployments> {
  const file = deploymentsFile(folder, key);
  const chainId = Number(/^(?:local\/)?(\d+)/.exec(key)?.[1] ?? Number.NaN);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return { chainId, targets: [] };
    throw new DeploymentsFileError({ file, problem: "cannot be read", cause });
  }
  const read = deploymentsSchema.safeParse(parse(file, text));
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = issue?.path.join(".") || "it";
    throw new DeploymentsFileError({ file, problem: `is damaged: ${field}: ${issue?.message}` });
  }
  if (read.data.chainId !== chainId) {
    const problem = `is of another chain: its chainId is ${read.data.chainId}`;
    throw new DeploymentsFileError({ file, problem });
  }
  return read.data;
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new DeploymentsFileError({ file, problem: "is damaged: it is no JSON", cause });
  }
}
