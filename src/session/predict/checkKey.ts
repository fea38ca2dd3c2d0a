import { type Address, isAddressEqual, parseAbiParameters, zeroAddress } from "viem";
import { decodeCanonical } from "../decodeCanonical.ts";
import type { NoPrediction } from "../Prediction.ts";
import type { SessionOnChain } from "../readSession.ts";
import { sessionValidatorAt } from "../sessionValidatorAt.ts";
import { unknown } from "./notAccepted.ts";

const configAbi = parseAbiParameters("uint256 threshold, address[] owners");

/**
 * Whether a key signs for a session, by its session validator's configuration (OwnableValidator, either build).
 *
 * @param state The session.
 * @param signer The key's address. Default: one that signs for it.
 * @returns Whether it does, or why that is not known.
 */
export function checkKey(
  { sessionValidator, sessionValidatorData }: SessionOnChain,
  signer: Address | undefined,
): boolean | NoPrediction {
  if (!sessionValidatorAt(sessionValidator)) {
    return unknown(`whose signatures the session validator at ${sessionValidator} takes`);
  }
  const config = decodeCanonical(configAbi, sessionValidatorData);
  if (!config) return unknown("which keys sign: the session validator's configuration is not well formed");
  const [threshold, owners] = config;
  // It takes no signature where it is not configured so.
  if (threshold === 0n || !owners.every((owner, index) => index === 0 || isAbove(owner, owners[index - 1]))) {
    return false;
  }
  if (threshold > 1n) return unknown(`who else signs: the session wants ${threshold} signatures`);
  return owners.some((owner) => signer === undefined || isAddressEqual(owner, signer));
}

const isAbove = (owner: Address, before = zeroAddress as Address) => BigInt(owner) > BigInt(before);
