// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IPolicy } from "./IPolicy.sol";

/// @title IActionPolicy
/// @notice A policy that judges each call of an action (a target and a selector).
interface IActionPolicy is IPolicy {
    /// @notice Judges one call, and may count it.
    /// @param id The action's config.
    /// @param account The account that would make the call.
    /// @param target The contract that would be called.
    /// @param value The native value that would be sent, in wei.
    /// @param data The call data, selector included.
    /// @return validationData As in ERC-4337: 0 passes, 1 fails, or a time range.
    function checkAction(
        bytes32 id,
        address account,
        address target,
        uint256 value,
        bytes calldata data
    ) external returns (uint256 validationData);
}
