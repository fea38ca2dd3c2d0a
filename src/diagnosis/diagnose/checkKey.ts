import { isAddressEqual } from "viem";
import { keysOf } from "../../session/keysOf.ts";
import { sessionValidatorAt } from "../../session/sessionValidatorAt.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";

/**
 * Whether the key that is to sign is one of the session's.
 *
 * @param examination What was read.
 * @returns The finding; none where the session's keys are not known.
 */
export function checkKey({ patient: { key }, session }: Examination): Finding | undefined {
  const state = session?.judged?.state;
  if (!state) return undefined;
  const keys = keysOf(state);
  if ("status" in keys) {
    return warning(
      "key",
      `It is not known here ${keys.because}.`,
      "Ask the contract's makers how its keys sign.",
    );
  }
  const { owners, threshold } = keys;
  if (owners.length === 0) {
    return failure(
      "key",
      "The session's validator is configured so that it takes nobody's signature.",
      "Have the owner enable a session whose validator is told abi.encode(threshold, owners), with a threshold of 1 or more and its owners ascending.",
      "sessionKey",
    );
  }
  const whose = owners.join(", ");
  if (key && !owners.some((owner) => isAddressEqual(owner, key.address))) {
    return failure(
      "key",
      `The key ${key.address} is not the session's, which takes the signature of ${whose}.`,
      "Sign with the key that the session was enabled for.",
      "sessionKey",
    );
  }
  if (threshold > 1n) {
    return warning(
      "key",
      `The session wants ${threshold} signatures, of ${whose}: one key alone does not do.`,
      "Have as many of them sign, their signatures one after the other.",
    );
  }
  const name = sessionValidatorAt(state.sessionValidator)?.name;
  if (!key) return ok("key", `${name} takes the signature of ${whose}; no key was given to hold against it.`);
  if (name === "OwnableValidator" && "type" in key && typeof key.sign !== "function") {
    return failure(
      "key",
      `The key ${key.address} is the session's, but signs messages only, with eth_sign's prefix: ${name} takes the hash as it is.`,
      "Use a key that signs a hash, as viem's privateKeyToAccount does.",
      "sessionKey",
    );
  }
  return ok("key", `The key ${key.address} is one that ${name} takes for this session.`);
}
