import { parseAbi } from "viem";

/** What SmartSession's policies revert with: `IPolicy`, UniActionPolicy, ERC20SpendingLimitPolicy, ValueLimitPolicy. */
export const policyErrorsAbi = parseAbi([
  "error PolicyNotInitialized(bytes32 id, address multiplexer, address account)",
  "error ValueLimitExceeded(bytes32 id, uint256 value, uint256 limit)",
  "error InvalidLimit(uint256 limit)",
  "error InvalidTokenAddress(address token)",
  "error InvalidInitDataLength()",
  "error UnsupportedCallType(bytes1 callType)",
  "error DecodingError()",
]);
