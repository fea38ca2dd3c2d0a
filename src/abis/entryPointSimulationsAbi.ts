import { parseAbi } from "viem";

/** ERC-4337 v0.7, `IEntryPointSimulations`. */
export const entryPointSimulationsAbi = parseAbi([
  "struct PackedUserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; bytes32 accountGasLimits; uint256 preVerificationGas; bytes32 gasFees; bytes paymasterAndData; bytes signature; }",
  "struct ExecutionResult { uint256 preOpGas; uint256 paid; uint256 accountValidationData; uint256 paymasterValidationData; bool targetSuccess; bytes targetResult; }",
  "function simulateHandleOp(PackedUserOperation op, address target, bytes targetCallData) returns (ExecutionResult)",
]);
