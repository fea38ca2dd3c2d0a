import { type Address, parseAbiParameters, zeroAddress } from "viem";
import { decodeCanonical } from "./decodeCanonical.ts";
import type { NoPrediction } from "./Prediction.ts";
import { unknown } from "./predict/notAccepted.ts";
import type { SessionOnChain } from "./readSession.ts";
import { sessionValidatorAt } from "./sessionValidatorAt.ts";

/** Whose signatures a session takes. */
export interface SessionKeys {
  /** How many of them have to sign. */
  readonly threshold: bigint;
  /** None where it is configured so that it takes no signature at all. */
  readonly owners: readonly Address[];
}

const configAbi = parseAbiParameters("uint256 threshold, address[] owners");

/**
 * The keys of a session, by its session validator's configuration (OwnableValidator, either build).
 *
 * @param state The session.
 * @returns The keys, or why they are not known.
 */
export function keysOf({
  sessionValidator,
  sessionValidatorData,
}: Pick<SessionOnChain, "sessionValidator" | "sessionValidatorData">): SessionKeys | NoPrediction {
  if (!sessionValidatorAt(sessionValidator)) {
    return unknown(`whose signatures the session validator at ${sessionValidator} takes`);
  }
  const config = decodeCanonical(configAbi, sessionValidatorData);
  if (!config) return unknown("which keys sign: the session validator's configuration is not well formed");
  const [threshold, owners] = config;
  const isAscending = owners.every((owner, index) => index === 0 || isAbove(owner, owners[index - 1]));
  return { threshold, owners: threshold > 0n && isAscending ? owners : [] };
}

const isAbove = (owner: Address, before = zeroAddress as Address) => BigInt(owner) > BigInt(before);
