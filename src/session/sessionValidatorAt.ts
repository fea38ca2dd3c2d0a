import { getOwnableValidator } from "@rhinestone/module-sdk";
import { type Address, type Hex, isAddressEqual, type LocalAccount } from "viem";
import { signHash } from "../account/signHash.ts";
import { canonicalAddress } from "../world/canonicalAddress.ts";
import type { WorldContract } from "../world/World.ts";

/** A contract that judges a session key's signatures (SmartSession, `ISessionValidator`). */
export interface SessionValidator {
  /** What a world's contracts call it. */
  readonly name: Extract<WorldContract["name"], "OwnableValidator" | "StartaleOwnableValidator">;
  readonly address: Address;
  /** A key's signature over an operation's hash, in the form that it takes; it throws KeyCannotSignHashError. */
  sign(key: LocalAccount, hash: Hex): Promise<Hex>;
}

/** What permissions are compiled to by default: it takes the hash as it is. */
export const ownableValidator: SessionValidator = {
  name: "OwnableValidator",
  address: getOwnableValidator({ threshold: 1, owners: [] }).address,
  sign: signHash,
};

/** The older build that Startale's SDK uses: it takes the hash with the prefix of eth_sign. */
const startaleOwnableValidator: SessionValidator = {
  name: "StartaleOwnableValidator",
  address: canonicalAddress("StartaleOwnableValidator"),
  sign: (key, hash) => key.signMessage({ message: { raw: hash } }),
};

/** Every session validator that permissions can be compiled to. Each is told `abi.encode(threshold, owners)`. */
export const sessionValidators: readonly SessionValidator[] = [ownableValidator, startaleOwnableValidator];

/**
 * The session validator that stands at an address.
 *
 * @param address What a session names.
 * @returns The validator, or undefined where it is not one of ours.
 */
export function sessionValidatorAt(address: Address): SessionValidator | undefined {
  return sessionValidators.find((validator) => isAddressEqual(validator.address, address));
}
