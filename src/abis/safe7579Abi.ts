import { parseAbi } from "viem";

/**
 * What a Safe7579 answers when it refuses (Safe7579, `core/`). `ExecutionFailed` stands for any revert of a
 * call that it made: the callee's own error is not passed on.
 */
export const safe7579ErrorsAbi = parseAbi([
  "error AccountAccessUnauthorized()",
  "error ExecutionFailed()",
  "error FallbackInstalled(bytes4 msgSig)",
  "error HookAlreadyInstalled(address currentHook)",
  "error InvalidCallType(bytes1 callType)",
  "error InvalidFallbackHandler(bytes4 msgSig)",
  "error InvalidHookType()",
  "error InvalidInput()",
  "error InvalidModule(address module)",
  "error InvalidModuleType(address module, uint256 moduleType)",
  "error LinkedList_AlreadyInitialized()",
  "error LinkedList_EntryAlreadyInList(address entry)",
  "error LinkedList_InvalidEntry(address entry)",
  "error LinkedList_InvalidPage()",
  "error NoFallbackHandler(bytes4 msgSig)",
  "error UnsupportedCallType(bytes1 callType)",
  "error UnsupportedExecType(bytes1 execType)",
  "error UnsupportedModuleType(uint256 moduleTypeId)",
]);
