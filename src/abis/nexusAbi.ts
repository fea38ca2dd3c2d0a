import { parseAbi } from "viem";

/** How a Nexus is set up and deployed (Nexus, `NexusBootstrap` and `NexusAccountFactory`). */
export const nexusSetupAbi = parseAbi([
  "function initNexusWithSingleValidator(address validator, bytes data, address registry, address[] attesters, uint8 threshold)",
  "function createAccount(bytes initData, bytes32 salt) payable returns (address)",
  "function computeAccountAddress(bytes initData, bytes32 salt) view returns (address)",
]);

/** What a Nexus answers when it refuses. */
export const nexusErrorsAbi = parseAbi([
  "error AccountAccessUnauthorized()",
  "error CanNotRemoveLastValidator()",
  "error EmergencyTimeLockNotExpired()",
  "error EnableModeSigError()",
  "error EntryPointCanNotBeZero()",
  "error ExecutionFailed()",
  "error FallbackAlreadyInstalledForSelector(bytes4 selector)",
  "error FallbackCallTypeInvalid()",
  "error FallbackSelectorForbidden()",
  "error HookAlreadyInstalled(address currentHook)",
  "error InvalidImplementationAddress()",
  "error InvalidInput()",
  "error InvalidModule(address module)",
  "error InvalidModuleTypeId(uint256 moduleTypeId)",
  "error InvalidSignature()",
  "error LinkedList_AlreadyInitialized()",
  "error LinkedList_EntryAlreadyInList(address entry)",
  "error LinkedList_InvalidEntry(address entry)",
  "error LinkedList_InvalidPage()",
  "error MismatchModuleTypeId(uint256 moduleTypeId)",
  "error MissingFallbackHandler(bytes4 selector)",
  "error ModuleAddressCanNotBeZero()",
  "error ModuleNotInstalled(uint256 moduleTypeId, address module)",
  "error NexusInitializationFailed()",
  "error NoValidatorInstalled()",
  "error NotInitializable()",
  "error UnauthorizedCallContext()",
  "error UnsupportedCallType(bytes1 callType)",
  "error UnsupportedExecType(bytes1 execType)",
  "error UpgradeFailed()",
  "error ValidatorNotInstalled(address module)",
]);
