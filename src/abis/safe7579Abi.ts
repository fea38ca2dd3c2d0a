import { parseAbi } from "viem";

/**
 * What a Safe7579 answers when it refuses (Safe7579, `core/`). `ExecutionFailed` stands for any revert of a
 * module that it called: the module's own error is not passed on.
 */
export const safe7579ErrorsAbi = parseAbi([
  "error ExecutionFailed()",
  "error AccountAccessUnauthorized()",
  "error CannotRemoveLastValidator()",
  "error InitializerError()",
  "error InvalidModule(address module)",
  "error InvalidModuleType(address module, uint256 moduleType)",
  "error UnsupportedModuleType(uint256 moduleTypeId)",
  "error UnsupportedCallType(bytes1 callType)",
  "error UnsupportedExecType(bytes1 execType)",
  "error LinkedList_EntryAlreadyInList(address entry)",
  "error LinkedList_InvalidEntry(address entry)",
]);
