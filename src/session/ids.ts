import { type Address, encodePacked, type Hex, keccak256 } from "viem";

/**
 * SmartSession's id of an action (`IdLib.toActionId`).
 *
 * @param target The contract that is called.
 * @param selector The function's 4 bytes.
 * @returns keccak256(target ‖ selector).
 */
export function toActionId(target: Address, selector: Hex): Hex {
  return keccak256(encodePacked(["address", "bytes4"], [target, selector]));
}

/**
 * The config that SmartSession asks a session's userOp policies with (`IdLib.toConfigId`).
 *
 * @param account The account the session belongs to.
 * @param permissionId The session.
 * @returns keccak256(account ‖ permissionId).
 */
export function toUserOpConfigId(account: Address, permissionId: Hex): Hex {
  return keccak256(encodePacked(["address", "bytes32"], [account, permissionId]));
}

/**
 * The config that SmartSession asks an action's policies with (`IdLib.toConfigId`).
 *
 * @param account The account the session belongs to.
 * @param permissionId The session.
 * @param actionId The action, see {@link toActionId}.
 * @returns keccak256(account ‖ keccak256(permissionId ‖ actionId)).
 */
export function toActionConfigId(account: Address, permissionId: Hex, actionId: Hex): Hex {
  const actionPolicyId = keccak256(encodePacked(["bytes32", "bytes32"], [permissionId, actionId]));
  return keccak256(encodePacked(["address", "bytes32"], [account, actionPolicyId]));
}

/**
 * The config that SmartSession asks the policies of what a session signs with (`IdLib.toErc1271PolicyId`).
 *
 * @param account The account the session belongs to.
 * @param permissionId The session.
 * @returns keccak256(account ‖ keccak256("ERC1271: " ‖ permissionId)).
 */
export function toErc1271ConfigId(account: Address, permissionId: Hex): Hex {
  const policyId = keccak256(encodePacked(["string", "bytes32"], ["ERC1271: ", permissionId]));
  return keccak256(encodePacked(["address", "bytes32"], [account, policyId]));
}
