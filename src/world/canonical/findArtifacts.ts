import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Hex } from "viem";
import { z } from "zod";
import { bytesSchema } from "../../config/schemas.ts";
import { findFiles } from "./findFiles.ts";

/** A build artifact that is named like a contract that is looked for. */
export interface Artifact {
  /** The contract's name. */
  readonly name: string;
  readonly file: string;
  /** Creation code; undefined where there is none, or a library in it has no address yet. */
  readonly creation?: Hex | undefined;
  /** Runtime code, with zeros where immutables go; undefined likewise. */
  readonly runtime?: Hex | undefined;
  /** What is wrong with the file, continuing "it …". */
  readonly problem?: string;
}

/** Foundry writes code as an object, Hardhat as text. */
const codeSchema = z.union([z.string(), z.object({ object: z.string() }).transform(({ object }) => object)]);

const artifactSchema = z.object({
  contractName: z.string().optional(),
  bytecode: codeSchema,
  deployedBytecode: codeSchema,
});

/**
 * Finds the build artifacts of contracts in a folder and all that is below it.
 *
 * @param folder The folder.
 * @param names The contracts' names. A file belongs to one by its own name or by the `contractName` in it.
 * @returns The artifacts, in the order of their paths; also the files of such a name that cannot be read. What is no
 * artifact, or has no code (an interface), is passed over.
 * @throws InvalidInputError, field `from`, where there is no such folder.
 */
export function findArtifacts(folder: string, names: ReadonlySet<string>): readonly Artifact[] {
  return findFiles(folder, ".json").flatMap((file) => read(file, names) ?? []);
}

function read(file: string, names: ReadonlySet<string>): Artifact | undefined {
  // Where two compilers were at work, Foundry writes `Name.0.8.28.json` beside `Name.json`.
  const [ownName = ""] = basename(file).split(".");
  const byFile = names.has(ownName);
  let json: unknown;
  try {
    const text = readFileSync(file, "utf8");
    if (!byFile && !text.includes('"contractName"')) return; // a build's notes may be a hundred megabytes long
    json = JSON.parse(text);
  } catch (error) {
    const problem = `cannot be read as JSON: ${(error as Error).message}`;
    return byFile ? { name: ownName, file, problem } : undefined;
  }
  const artifact = artifactSchema.safeParse(json).data;
  const name = artifact?.contractName ?? ownName;
  if (!artifact || !names.has(name) || isEmpty(artifact.bytecode)) return;
  return { name, file, creation: toCode(artifact.bytecode), runtime: toCode(artifact.deployedBytecode) };
}

const isEmpty = (code: string) => code === "" || code === "0x";

/** The code; undefined where it holds the name of a library in place of its address (`__$…$__`). */
function toCode(text: string): Hex | undefined {
  return bytesSchema.safeParse(text.startsWith("0x") ? text : `0x${text}`).data;
}
