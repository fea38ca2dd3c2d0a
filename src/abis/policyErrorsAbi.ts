import { parseAbi } from "viem";

/** What SmartSession's policies revert with (`IPolicy`). */
export const policyErrorsAbi = parseAbi([
  "error PolicyNotInitialized(bytes32 id, address multiplexer, address account)",
]);
