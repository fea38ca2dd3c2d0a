import { parseAbi } from "viem";

/** How a Kernel 0.3.1 is set up and deployed (Kernel, `initialize` and `KernelFactory`). */
export const kernelSetupAbi = parseAbi([
  "function initialize(bytes21 rootValidator, address hook, bytes validatorData, bytes hookData, bytes[] initConfig)",
  "function createAccount(bytes data, bytes32 salt) payable returns (address)",
  "function getAddress(bytes data, bytes32 salt) view returns (address)",
]);

/** What a Kernel 0.3.1 answers when it refuses. */
export const kernelErrorsAbi = parseAbi([
  "error EnableNotApproved()",
  "error ExecutionReverted()",
  "error InitConfigError(uint256 idx)",
  "error InvalidCaller()",
  "error InvalidExecutor()",
  "error InvalidModuleType()",
  "error InvalidNonce()",
  "error InvalidSelector()",
  "error InvalidValidationType()",
  "error InvalidValidator()",
  "error NonceInvalidationError()",
  "error NotSupportedCallType()",
  "error OnlyExecuteUserOp()",
  "error PermissionDataLengthMismatch()",
  "error PermissionNotAlllowedForSignature()",
  "error PermissionNotAlllowedForUserOp()",
  "error PolicyDataTooLarge()",
  "error PolicyFailed(uint256 i)",
  "error PolicySignatureOrderError()",
  "error RootValidatorCannotBeRemoved()",
  "error SignerPrefixNotPresent()",
]);
