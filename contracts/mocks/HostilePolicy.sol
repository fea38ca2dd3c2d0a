// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

// solhint-disable no-empty-blocks, gas-custom-errors, reason-string

/// @title HostilePolicy
/// @notice Takes every configuration and then refuses, or bounds, as an action policy; as a userOp policy it
/// bounds.
contract HostilePolicy {
    /// @notice What it does when it is asked.
    enum Answer {
        TEXT,
        SILENCE,
        HALT,
        FAIL,
        EXPIRED
    }

    /// @notice What it does for everybody.
    Answer public answer;

    /// @notice Takes its configuration: a byte that says what it does.
    /// @param initData The byte.
    function initializeWithMultiplexer(address, bytes32, bytes calldata initData) external {
        answer = Answer(uint8(initData[0]));
    }

    /// @notice Says that it is whatever it is asked for (ERC-165).
    /// @param interfaceId What it is asked for.
    /// @return supported Whether that may be: the standard has one id that nobody is.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool supported) {
        return interfaceId != 0xffffffff;
    }

    /// @notice Judges a call.
    /// @return validationData As in ERC-4337.
    function checkAction(
        bytes32,
        address,
        address,
        uint256,
        bytes calldata
    ) external view returns (uint256 validationData) {
        return _judge();
    }

    /// @notice Judges an operation.
    /// @return validationData As in ERC-4337.
    function checkUserOpPolicy(
        bytes32,
        PackedUserOperation calldata
    ) external view returns (uint256 validationData) {
        return _judge();
    }

    function _judge() private view returns (uint256) {
        if (answer == Answer.TEXT) revert("not today");
        if (answer == Answer.SILENCE) revert();
        if (answer == Answer.HALT) assert(false);
        if (answer == Answer.FAIL) return 1;
        return uint256(1) << 160; // validUntil 1: long past
    }
}
