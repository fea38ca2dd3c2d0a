import { getOwnableValidator } from "@rhinestone/module-sdk";
import {
  type Address,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  isAddressEqual,
  parseAbiParameters,
  zeroAddress,
} from "viem";
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
  const config = decodeConfig(sessionValidatorData);
  if (!config) return unknown("which keys sign: the session validator's configuration is not well formed");
  const { threshold, owners } = config;
  // It takes no signature where it is not configured so.
  if (threshold === 0n || !owners.every((owner, index) => index === 0 || isAbove(owner, owners[index - 1]))) {
    return false;
  }
  if (threshold > 1n) return unknown(`who else signs: the session wants ${threshold} signatures`);
  return owners.some((owner) => signer === undefined || isAddressEqual(owner, signer));
}

function decodeConfig(data: Hex) {
  try {
    const [threshold, owners] = decodeAbiParameters(configAbi, data);
    const written = encodeAbiParameters(configAbi, [threshold, owners]);
    return written === data.toLowerCase() ? { threshold, owners } : undefined;
  } catch {
    return undefined;
  }
}

const isAbove = (owner: Address, before = zeroAddress as Address) => BigInt(owner) > BigInt(before);
