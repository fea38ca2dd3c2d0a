import { parseAbi } from "viem";
import { smartSessionAbi } from "../../src/index.ts";

/** What an owner manages sessions with, and reads of them, beside what the library uses; as both releases have it. */
export const managementAbi = [
  ...smartSessionAbi,
  ...parseAbi([
    "struct PolicyData { address policy; bytes initData; }",
    "struct ActionData { bytes4 actionTargetSelector; address actionTarget; PolicyData[] actionPolicies; }",
    "function isModuleType(uint256 typeId) view returns (bool)",
    "function enableUserOpPolicies(bytes32 permissionId, PolicyData[] policies)",
    "function enableActionPolicies(bytes32 permissionId, ActionData[] actions)",
    "function disableActionPolicies(bytes32 permissionId, bytes32 actionId, address[] policies)",
    "function disableUserOpPolicies(bytes32 permissionId, address[] policies)",
    "function disableActionId(bytes32 permissionId, bytes32 actionId)",
    "function areUserOpPoliciesEnabled(address account, bytes32 permissionId, PolicyData[] policies) view returns (bool)",
    "function areERC1271PoliciesEnabled(address account, bytes32 permissionId, PolicyData[] policies) view returns (bool)",
    "function areActionsEnabled(address account, bytes32 permissionId, ActionData[] actions) view returns (bool)",
    "function isActionIdEnabled(address account, bytes32 permissionId, bytes32 actionId) view returns (bool)",
    "function isISessionValidatorSet(bytes32 permissionId, address account) view returns (bool)",
  ]),
] as const;

/** How contents are taken from a session that may sign them, as v1 has it. */
export const contentAbi = parseAbi([
  "function disableERC1271Policies(bytes32 permissionId, address[] policies, (bytes32 appDomainSeparator, string[] contentNames)[] contexts)",
]);
