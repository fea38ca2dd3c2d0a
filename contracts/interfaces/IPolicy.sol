// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";

/// @title IPolicy
/// @notice What every SmartSession policy offers. State is kept per config, multiplexer (the SmartSession
/// module that asks) and account, so that one deployment serves every session.
interface IPolicy is IERC165 {
    /// @notice A policy has been configured.
    /// @param id The config: a session, or one action of a session.
    /// @param multiplexer The SmartSession module that will ask.
    /// @param account The account the session belongs to.
    event PolicySet(bytes32 id, address multiplexer, address account);

    /// @notice The configuration is missing or cannot be meant.
    /// @param id The config: a session, or one action of a session.
    /// @param multiplexer The SmartSession module that asked.
    /// @param account The account the session belongs to.
    error PolicyNotInitialized(bytes32 id, address multiplexer, address account);

    /// @notice Configures the policy for the calling multiplexer; called again, it starts anew.
    /// @param account The account the session belongs to.
    /// @param configId The config: a session, or one action of a session.
    /// @param initData What the policy is configured with; its encoding is the policy's own.
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata initData) external;
}
