import { type Address, getAddress, numberToHex } from "viem";
import { targetNames } from "../deployments/deploymentsSchema.ts";
import type { KnownAddresses } from "./addressWords.ts";

/**
 * Gives every word an address that stands in for the one that is not known: each its own, so that no two are one.
 *
 * @param account The account, where that is known.
 * @returns What words stand for.
 */
export const standIns = (account: Address): KnownAddresses => ({
  account,
  targets: Object.fromEntries(
    targetNames.map((name, index) => [name, getAddress(numberToHex(0xdead00 + index, { size: 20 }))]),
  ),
});
