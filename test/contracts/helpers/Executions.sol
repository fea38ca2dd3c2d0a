// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Executions
/// @notice Builds what an ERC-7579 account is called with.
library Executions {
    /// @notice One call of a batch.
    struct Execution {
        address target;
        uint256 value;
        bytes callData;
    }

    /// @notice `execute` with any call type and any data.
    /// @param callType The first byte of the mode.
    /// @param data The execution call data.
    /// @return callData What the account is called with.
    function execute(bytes1 callType, bytes memory data) internal pure returns (bytes memory callData) {
        return abi.encodeWithSignature("execute(bytes32,bytes)", bytes32(callType), data);
    }

    /// @notice `execute` of one call.
    /// @param value What it sends, in wei.
    /// @return callData What the account is called with.
    function single(uint256 value) internal pure returns (bytes memory callData) {
        return execute(0x00, abi.encodePacked(address(0x7a12e), value, hex"d09de08a"));
    }

    /// @notice `execute` of several calls.
    /// @param values What each sends, in wei.
    /// @return callData What the account is called with.
    function batch(uint256[] memory values) internal pure returns (bytes memory callData) {
        Execution[] memory executions = new Execution[](values.length);
        for (uint256 i; i < values.length; ++i) {
            executions[i] = Execution(address(0x7a12e), values[i], hex"d09de08a");
        }
        return execute(0x01, abi.encode(executions));
    }

    /// @notice `execute` of two calls.
    /// @param first What the first sends, in wei.
    /// @param second What the second sends, in wei.
    /// @return callData What the account is called with.
    function pair(uint256 first, uint256 second) internal pure returns (bytes memory callData) {
        uint256[] memory values = new uint256[](2);
        (values[0], values[1]) = (first, second);
        return batch(values);
    }
}
