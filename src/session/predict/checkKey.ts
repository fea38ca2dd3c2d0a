import { getOwnableValidator } from "@rhinestone/module-sdk";
import { type Address, decodeAbiParameters, isAddressEqual, parseAbiParameters } from "viem";
import type { NoPrediction } from "../Prediction.ts";
import type { SessionOnChain } from "../readSession.ts";
import { unknown } from "./stop.ts";

const { address: ownableValidator } = getOwnableValidator({ threshold: 1, owners: [] });
const configAbi = parseAbiParameters("uint256 threshold, address[] owners");

/**
 * Whether a key signs for a session, by its session validator's configuration (OwnableValidator).
 *
 * @param state The session.
 * @param signer The key's address. Default: one that signs for it.
 * @returns Whether it does, or why that is not known.
 */
export function checkKey(
  { sessionValidator, sessionValidatorData }: SessionOnChain,
  signer: Address | undefined,
): boolean | NoPrediction {
  if (!isAddressEqual(sessionValidator, ownableValidator)) {
    return unknown(`whose signatures the session validator at ${sessionValidator} takes`);
  }
  const [threshold, owners] = decodeAbiParameters(configAbi, sessionValidatorData);
  if (threshold > 1n) return unknown(`who else signs: the session wants ${threshold} signatures`);
  return signer === undefined || owners.some((owner) => isAddressEqual(owner, signer));
}
