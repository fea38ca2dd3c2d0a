import { parseAbi } from "viem";

/** What the session validator reverts with when it cannot recover a signer (OwnableValidator, CheckSignatures). */
export const sessionValidatorErrorsAbi = parseAbi(["error InvalidSignature()"]);
