import type { Hex } from "viem";
import { betaManifest } from "../../src/world/canonical/manifest.ts";
import type { PieceName } from "../../src/world/canonical/Piece.ts";
import { readCode } from "../../src/world/canonical/readCode.ts";

/**
 * The genuine code that a package holds of a contract.
 *
 * @param name The contract.
 * @returns The code.
 */
export function packagedCode(name: PieceName): Hex {
  const piece = betaManifest.find((one) => one.name === name);
  if (!piece || !("package" in piece.code)) throw new Error(`${name} is not genuine`);
  return readCode(name, piece.code);
}

/**
 * Whether a code holds a selector. The compiler may push a constant shifted, without the zero bits at its end.
 *
 * @param code The code.
 * @param selector The selector.
 * @returns Whether it does.
 */
export function holdsSelector(code: string, selector: Hex): boolean {
  let bits = BigInt(selector);
  while (bits % 2n === 0n) bits /= 2n;
  const digits = bits.toString(16);
  if (code.includes(selector.slice(2))) return true;
  return code.includes(digits.padStart(digits.length + (digits.length % 2), "0"));
}
