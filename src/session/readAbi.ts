import { dirname, resolve } from "node:path";
import { type Abi, parseAbi } from "viem";
import { z } from "zod";
import { abiSchema, bytesSchema } from "../config/schemas.ts";
import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";
import { readJson } from "./readJson.ts";
import type { ArtifactOfEntry } from "./SessionsFile.ts";

/** A target's ABI, and its creation code where it came with it. */
export interface ReadAbi {
  readonly abi: Abi;
  readonly artifact?: ArtifactOfEntry;
}

/** Foundry writes code as an object, Hardhat as text. */
const artifactSchema = z.object({
  abi: abiSchema,
  bytecode: z
    .union([z.string(), z.object({ object: z.string() }).transform(({ object }) => object)])
    .optional(),
});

/**
 * Reads the ABI of an entry.
 *
 * @param written The path of a build artifact (Foundry's or Hardhat's) or of a file that is an ABI; or signatures as
 * Solidity writes them.
 * @param from The file that says so: the path is relative to it.
 * @param field What it is called where it is wrong.
 * @returns The ABI; and the creation code, where an artifact holds any that needs no library linked.
 * @throws InvalidInputError.
 */
export function readAbi(written: string | readonly string[], from: string, field: string): ReadAbi {
  return typeof written === "string"
    ? readArtifact(written, resolve(dirname(from), written), field)
    : { abi: parseSignatures(written, field) };
}

function readArtifact(written: string, file: string, field: string): ReadAbi {
  const invalid = (problem: string, remedy: string, cause?: unknown) =>
    new InvalidInputError([{ field, value: written, problem, remedy }], { cause });
  let json: unknown;
  try {
    json = readJson(file, field);
  } catch (cause) {
    const [{ field: place, problem }] = (cause as InvalidInputError).problems;
    const where = (cause as InvalidInputError).source === undefined ? "" : ` (${place})`;
    throw invalid(`${problem}${where}`, "Give the path of a build artifact, relative to this file.", cause);
  }
  const plain = abiSchema.safeParse(json).data;
  if (plain) return { abi: plain };
  const { abi, bytecode = "0x" } = artifactSchema.safeParse(json).data ?? {};
  if (!abi) {
    throw invalid(
      "is neither a build artifact nor an ABI",
      "Give an artifact of Foundry or Hardhat, with its abi; or a file that is the array of an ABI's items.",
    );
  }
  // A library that is not linked leaves its name (`__$…$__`) in the code.
  const code = bytesSchema.safeParse(bytecode.startsWith("0x") ? bytecode : `0x${bytecode}`).data;
  return { abi, ...(code && { artifact: { file, bytecode: code } }) };
}

function parseSignatures(written: readonly string[], field: string): Abi {
  const parse = (signatures: readonly string[]): Abi | undefined => {
    try {
      return parseAbi(signatures as never) as Abi;
    } catch {
      return undefined;
    }
  };
  const all = parse(written);
  if (all) return all;
  const structs = written.filter((one) => one.startsWith("struct "));
  const [first, ...rest] = written.flatMap((signature, index): InputProblem[] =>
    parse([...structs.filter((one) => one !== signature), signature])
      ? []
      : [
          {
            field: `${field}[${index}]`,
            value: signature,
            problem: "is no signature of an ABI",
            remedy:
              'Write it as Solidity does: "function transfer(address to, uint256 amount) returns (bool)".',
          },
        ],
  );
  throw new InvalidInputError([
    first ?? {
      field,
      value: written,
      problem: "are no signatures of one ABI",
      remedy: "Look for structs that are declared twice, or not at all.",
    },
    ...rest,
  ]);
}
