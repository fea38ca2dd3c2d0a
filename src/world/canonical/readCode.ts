import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { type Hex, isHex, keccak256 } from "viem";
import { CodeHashMismatchError, CodeNotFoundError } from "../../errors/world.ts";
import type { PackagedCode } from "./Piece.ts";

const require = createRequire(import.meta.url);
const codes = new Map<string, Hex>();

/**
 * Reads contract code out of an installed package and holds it against the hash that the manifest pins.
 *
 * @param piece The piece's name, for the error.
 * @param code Where the code is, and its keccak256.
 * @returns The code.
 * @throws CodeNotFoundError where the package does not hold it; CodeHashMismatchError where it is another.
 */
export function readCode(piece: string, code: PackagedCode): Hex {
  const source = `${code.package}/${code.file}`;
  const key = `${source}#${code.constant}`;
  const known = codes.get(key);
  if (known !== undefined) return known;

  const hex = readHex(piece, code, source);
  const actual = keccak256(hex);
  if (actual !== code.hash) throw new CodeHashMismatchError({ piece, source, expected: code.hash, actual });
  codes.set(key, hex);
  return hex;
}

function readHex(piece: string, code: PackagedCode, source: string): Hex {
  const remedy = "Install the packages as the lockfile pins them: npm ci";
  let text: string;
  try {
    text = readFileSync(join(dirname(require.resolve(`${code.package}/package.json`)), code.file), "utf8");
  } catch (cause) {
    throw new CodeNotFoundError({ piece, source, remedy, cause });
  }
  // A build artifact names its creation code; a Solidity source holds code as `constant NAME = hex"…"`.
  const hex = code.file.endsWith(".json")
    ? JSON.parse(text)[code.constant]
    : `0x${new RegExp(`constant ${code.constant} =\\s*hex"([0-9a-fA-F]+)"`).exec(text)?.[1]}`;
  if (!isHex(hex)) throw new CodeNotFoundError({ piece, source: `${source} (${code.constant})`, remedy });
  return hex;
}
