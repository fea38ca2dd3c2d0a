import type { Hex } from "viem";
import { errorsBySelector } from "../../abis/declaredErrors.ts";
import type { Evidence } from "./Evidence.ts";

/** Digits in hexadecimal: a selector's, an address's, a hash's. */
const [selector, address, hash] = [8, 40, 64];

/**
 * Reads what consists of hexadecimal digits alone: revert data, a selector, a hash. `0x` may be missing, and lines broken.
 *
 * @param text The input.
 * @returns What it is; undefined where it is something else.
 */
export function readHex(text: string): Evidence | undefined {
  const compact = text.replace(/\s+/g, "");
  const isMarked = /^0x/i.test(compact);
  const digits = isMarked ? compact.slice(2) : compact;
  if (!/^[0-9a-fA-F]*$/.test(digits)) return undefined;
  if (!isMarked && (digits.length < selector || digits.length !== text.length)) return undefined;
  if (digits.length === address) {
    return {
      input: "nothing known",
      remarks: ["This is an address: it tells of no refusal. Give the error, the operation or its hash."],
    };
  }
  const isCut = digits.length % 2 === 1;
  const data = `0x${(isCut ? digits.slice(0, -1) : digits).toLowerCase()}` as Hex;
  if (digits.length === hash) {
    // The word that SmartSession leaves of a policy's error is as long as a hash, and begins with a selector.
    const isWord = errorsBySelector(data.slice(0, 10)).length > 0;
    return isWord
      ? {
          input: "revert data",
          revert: data,
          hash: data,
          cut: true,
          remarks: ["These 32 bytes may be a part of an error, or a hash that begins as an error does."],
        }
      : { input: "transaction", hash: data, remarks: [] };
  }
  const remarks = isCut ? ["The last digit is half a byte: it was left out."] : [];
  return { input: "revert data", revert: data, ...(isCut && { cut: true }), remarks };
}
