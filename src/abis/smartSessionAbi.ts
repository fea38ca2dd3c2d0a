import { parseAbi } from "viem";

/**
 * The part of SmartSession's interface that the releases share: reading, core events, errors.
 * What differs (the Session struct and all that carries it) is in `world/releases`.
 */
export const smartSessionAbi = parseAbi([
  "struct PackedUserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; bytes32 accountGasLimits; uint256 preVerificationGas; bytes32 gasFees; bytes paymasterAndData; bytes signature; }",
  "function validateUserOp(PackedUserOperation userOp, bytes32 userOpHash) returns (uint256 vd)",
  "function getNonce(bytes32 permissionId, address account) view returns (uint256)",
  "function getSessionValidatorAndConfig(address account, bytes32 permissionId) view returns (address sessionValidator, bytes sessionValidatorData)",
  "function getUserOpPolicies(address account, bytes32 permissionId) view returns (address[])",
  "function getERC1271Policies(address account, bytes32 permissionId) view returns (address[])",
  "function getEnabledActions(address account, bytes32 permissionId) view returns (bytes32[])",
  "function getActionPolicies(address account, bytes32 permissionId, bytes32 actionId) view returns (address[])",
  "function isPermissionEnabled(bytes32 permissionId, address account) view returns (bool)",
  "function isActionPolicyEnabled(address account, bytes32 permissionId, bytes32 actionId, address policy) view returns (bool)",
  "function isUserOpPolicyEnabled(address account, bytes32 permissionId, address policy) view returns (bool)",
  "function removeSession(bytes32 permissionId)",
  "function revokeEnableSignature(bytes32 permissionId)",

  "event SessionCreated(bytes32 permissionId, address account)",
  "event SessionRemoved(bytes32 permissionId, address smartAccount)",
  "event NonceIterated(bytes32 permissionId, address account, uint256 newValue)",
  "event SessionValidatorEnabled(bytes32 permissionId, address sessionValidator, address smartAccount)",
  "event SessionValidatorDisabled(bytes32 permissionId, address sessionValidator, address smartAccount)",
  "event PolicyEnabled(bytes32 permissionId, uint8 policyType, address policy, address smartAccount)",
  "event PolicyDisabled(bytes32 permissionId, uint8 policyType, address policy, address smartAccount)",
  "event ActionIdDisabled(bytes32 permissionId, bytes32 actionId, address smartAccount)",

  "error AssociatedArray_OutOfBounds(uint256 index)",
  "error ChainIdMismatch(uint64 providedChainId)",
  "error ForbiddenValidationData()",
  "error HashMismatch(bytes32 providedHash, bytes32 computedHash)",
  "error InvalidActionId()",
  "error InvalidData()",
  "error InvalidEnableSignature(address account, bytes32 hash)",
  "error InvalidISessionValidator(address sessionValidator)",
  "error InvalidPermissionId(bytes32 permissionId)",
  "error InvalidSelfCall()",
  "error InvalidSession(bytes32 permissionId)",
  "error InvalidTarget()",
  "error InvalidUserOpSender(address sender)",
  "error NoExecutionsInBatch()",
  "error NoPoliciesSet(bytes32 permissionId)",
  "error PolicyViolation(bytes32 permissionId, address policy)",
  "error SignerNotFound(bytes32 permissionId, address account)",
  "error SmartSessionModuleAlreadyInstalled(address account)",
  "error UnsupportedExecutionType()",
  "error UnsupportedPolicy(address policy)",
  "error UnsupportedSmartSessionMode(uint8 mode)",

  // Declared by no published SDK: a policy that reverts reaches the caller as this, cut to one word.
  "error PolicyCheckReverted(bytes32 truncated)",
]);

/** The same and what v1 alone has. */
export const smartSessionV1Abi = [
  ...smartSessionAbi,
  ...parseAbi([
    "function getPermissionIDs(address account) view returns (bytes32[] permissionIds)",

    "event PermissionIdPermit4337Paymaster(bytes32 permissionId, address smartAccount, bool enabled)",

    "error DecodingError()",
    "error InvalidMode()",
    "error PaymasterValidationNotEnabled(bytes32 permissionId)",
    "error UnsupportedCallType(bytes1 callType)",
  ]),
] as const;
