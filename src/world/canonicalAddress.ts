import type { Address } from "viem";
import { type CanonicalContract, type CanonicalName, canonicalV1 } from "./canonical/canonicalV1.ts";

/**
 * Where a canonical contract stands, on every chain that has it.
 *
 * @param name What the manifest calls it.
 * @returns The address.
 */
export function canonicalAddress(name: CanonicalName): Address {
  return (canonicalV1.find((one) => one.name === name) as CanonicalContract).address;
}
