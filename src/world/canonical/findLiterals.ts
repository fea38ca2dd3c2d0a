import { readFileSync } from "node:fs";
import type { Hex } from "viem";
import { findFiles } from "./findFiles.ts";

/** A long hexadecimal literal in a Solidity file: code, perhaps. */
export interface Literal {
  readonly file: string;
  readonly code: Hex;
}

/** `hex"…"` or `hex'…'`, of 50 bytes at least; Solidity takes an underscore between two digits. */
const literal = /\bhex(?:"((?:[0-9a-fA-F]_?){100,})"|'((?:[0-9a-fA-F]_?){100,})')/g;

/**
 * Finds the hexadecimal literals in the Solidity files of a folder and all that is below it: a project may publish
 * what it deploys in the scripts that do so.
 *
 * @param folder The folder.
 * @returns The long ones, in the order of their files' paths.
 * @throws InvalidInputError, field `from`, where there is no such folder.
 */
export function findLiterals(folder: string): readonly Literal[] {
  return findFiles(folder, ".sol").flatMap((file) => {
    const text = readFileSync(file, "utf8");
    return [...text.matchAll(literal)].flatMap(([, double, single]) => {
      const digits = (double ?? single ?? "").replaceAll("_", "").toLowerCase();
      return digits.length % 2 === 0 ? [{ file, code: `0x${digits}` as Hex }] : [];
    });
  });
}
