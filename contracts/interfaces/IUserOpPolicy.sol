// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IPolicy } from "./IPolicy.sol";
import { PackedUserOperation } from "./PackedUserOperation.sol";

/// @title IUserOpPolicy
/// @notice A policy that judges a whole user operation.
interface IUserOpPolicy is IPolicy {
    /// @notice Judges a user operation, and may count it.
    /// @param id The session's config.
    /// @param op The user operation.
    /// @return validationData As in ERC-4337: 0 passes, 1 fails, or a time range.
    function checkUserOpPolicy(
        bytes32 id,
        PackedUserOperation calldata op
    ) external returns (uint256 validationData);
}
