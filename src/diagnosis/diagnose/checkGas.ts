import { stubSignature } from "../../account/stubSignature.ts";
import { isSameHex } from "../../session/isSameHex.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";

/** Bundlers demand each of them. */
const limits = ["callGasLimit", "verificationGasLimit", "preVerificationGas"] as const;

/**
 * Whether the operation has gas: whether it has enough, only playing it tells.
 *
 * @param examination What was read.
 * @returns The finding; none where there is no operation.
 */
export function checkGas({ patient: { operation }, signed }: Examination): Finding | undefined {
  if (!operation) return undefined;
  const missing = limits.filter((limit) => !operation[limit]);
  if (missing.length === 0) {
    const figures = limits.map((limit) => `${limit} ${operation[limit]}`).join(", ");
    return ok("gasLimits", `The operation asks for gas: ${figures}.`);
  }
  const isSigned = operation.signature !== "0x" && !(signed && isSameHex(signed.signature, stubSignature));
  if (missing.length === limits.length && !isSigned) {
    return warning(
      "gasLimits",
      "The operation's gas is not estimated yet.",
      "Ask the bundler (eth_estimateUserOperationGas) before it is signed.",
    );
  }
  return failure(
    "gasLimits",
    `The operation has 0 for ${missing.join(", ")}: bundlers refuse it, or what it is for runs out of gas.`,
    "Ask the bundler (eth_estimateUserOperationGas), and sign anew.",
    "gas",
  );
}
