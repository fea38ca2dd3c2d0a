// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

// solhint-disable no-empty-blocks, avoid-low-level-calls

/// @title ReentrantPolicy
/// @notice Allows everything; when it is configured it makes a call that it was given before, as an honest policy
/// does that hands control to a stranger. Installed as an executor it reaches back through the account.
contract ReentrantPolicy {
    /// @notice Whom it calls when it is configured; nobody where this is zero.
    address public target;
    /// @notice What it calls.
    bytes public data;

    /// @notice It has called back.
    /// @param success Whether the call did not revert.
    /// @param result What the call returned, or reverted with.
    event Reentered(bool success, bytes result);

    /// @notice Takes the call that it makes when it is configured next.
    /// @param target_ Whom it calls.
    /// @param data_ What it calls.
    function prepare(address target_, bytes calldata data_) external {
        target = target_;
        data = data_;
    }

    /// @notice Takes its configuration, and makes the call that it was given, once.
    function initializeWithMultiplexer(address, bytes32, bytes calldata) external {
        address called = target;
        if (called == address(0)) return;
        target = address(0);
        (bool success, bytes memory result) = called.call(data);
        emit Reentered(success, result);
    }

    /// @notice Takes its installation.
    function onInstall(bytes calldata) external pure {
        // Nothing to keep.
    }

    /// @notice Takes its removal.
    function onUninstall(bytes calldata) external pure {
        // Nothing kept.
    }

    /// @notice Tells what kind of ERC-7579 module this is.
    /// @param moduleTypeId The type asked for.
    /// @return isType True for executor.
    function isModuleType(uint256 moduleTypeId) external pure returns (bool isType) {
        return moduleTypeId == 2;
    }

    /// @notice Says that it is whatever it is asked for (ERC-165).
    /// @param interfaceId What it is asked for.
    /// @return supported Whether that may be: the standard has one id that nobody is.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool supported) {
        return interfaceId != 0xffffffff;
    }

    /// @notice Allows a call.
    /// @return validationData Always 0.
    function checkAction(
        bytes32,
        address,
        address,
        uint256,
        bytes calldata
    ) external pure returns (uint256 validationData) {
        return 0;
    }

    /// @notice Allows an operation.
    /// @return validationData Always 0.
    function checkUserOpPolicy(
        bytes32,
        PackedUserOperation calldata
    ) external pure returns (uint256 validationData) {
        return 0;
    }

    /// @notice Allows a signature.
    /// @return allowed Always.
    function check1271SignedAction(
        bytes32,
        address,
        address,
        bytes32,
        bytes calldata
    ) external pure returns (bool allowed) {
        return true;
    }
}
