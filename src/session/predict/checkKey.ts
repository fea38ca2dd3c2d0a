import { type Address, isAddressEqual } from "viem";
import { keysOf } from "../keysOf.ts";
import type { NoPrediction } from "../Prediction.ts";
import type { SessionOnChain } from "../readSession.ts";
import { unknown } from "./notAccepted.ts";

/**
 * Whether a key signs for a session, by its session validator's configuration (OwnableValidator, either build).
 *
 * @param state The session.
 * @param signer The key's address. Default: one that signs for it.
 * @returns Whether it does, or why that is not known.
 */
export function checkKey(state: SessionOnChain, signer: Address | undefined): boolean | NoPrediction {
  const keys = keysOf(state);
  if ("status" in keys) return keys;
  const { threshold, owners } = keys;
  if (owners.length === 0) return false;
  if (threshold > 1n) return unknown(`who else signs: the session wants ${threshold} signatures`);
  return owners.some((owner) => signer === undefined || isAddressEqual(owner, signer));
}
