import { parseAbi } from "viem";

/** How an ERC-7579 reference account is set up (erc7579-implementation, `MSAProxy` and `Bootstrap`). */
export const referenceAccountSetupAbi = parseAbi([
  "constructor(address implementation, bytes data)",
  "function initializeAccount(bytes data) payable",
  "function singleInitMSA(address validator, bytes data)",
]);

/** What an ERC-7579 reference account answers when it refuses. */
export const referenceAccountErrorsAbi = parseAbi([
  "error AccountAccessUnauthorized()",
  "error DecodingError()",
  "error ExecutionFailed()",
  "error HookAlreadyInstalled(address currentHook)",
  "error InvalidHookType()",
  "error InvalidModule(address module)",
  "error InvalidSignature()",
  "error LinkedList_AlreadyInitialized()",
  "error LinkedList_EntryAlreadyInList(address entry)",
  "error LinkedList_InvalidEntry(address entry)",
  "error LinkedList_InvalidPage()",
  "error MismatchModuleTypeId(uint256 moduleTypeId)",
  "error NoFallbackHandler(bytes4 selector)",
  "error NonAuthorizedOnRedelegationCaller()",
  "error NotInitializable()",
  "error PreValidationHookAlreadyInstalled(address currentHook)",
  "error UnsupportedCallType(bytes1 callType)",
  "error UnsupportedExecType(bytes1 execType)",
  "error UnsupportedModuleType(uint256 moduleTypeId)",
]);
