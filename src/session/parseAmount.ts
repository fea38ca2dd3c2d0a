import { parseUnits } from "viem";
import type { Complaint } from "../config/parseInput.ts";

/** How many decimal places each unit of native value has over wei. */
const units: Readonly<Record<string, number>> = { wei: 0, gwei: 9, ether: 18 };

/** What an amount looks like as text. */
export const amountPattern = /^\d{1,78}(\.\d{1,18})?( ?(wei|gwei|ether))?$/;

/**
 * Reads an amount of native value.
 *
 * @param written Wei as a number or decimal digits, or with a unit: `0.05 ether`, `5 gwei`.
 * @returns Wei, or what is wrong with it.
 */
export function parseAmount(written: number | string): bigint | Complaint {
  const remedy = 'Give wei in decimal digits, or a unit: "0.05 ether", "5 gwei".';
  if (typeof written === "number") {
    if (Number.isSafeInteger(written)) return BigInt(written);
    return { problem: "is a number too great to be exact: write it as digits in quotes", remedy };
  }
  const [, number = "", fraction = "", unit = "wei"] =
    /^(\d+(?:\.(\d+))?) ?(wei|gwei|ether)?$/.exec(written) ?? [];
  const places = units[unit] ?? 0;
  // viem would round what is finer than a wei.
  if (fraction.length > places) return { problem: "is no whole number of wei", remedy };
  return parseUnits(number, places);
}
