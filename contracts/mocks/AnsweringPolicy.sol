// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

/// @title AnsweringPolicy
/// @notice Answers with the word that it was configured with, whatever it says as validation data (ERC-4337).
contract AnsweringPolicy {
    /// @notice The word, by config, multiplexer and account.
    mapping(bytes32 id => mapping(address multiplexer => mapping(address account => uint256 word)))
        public answers;

    /// @notice Takes its configuration.
    /// @param account The account the session belongs to.
    /// @param configId The config.
    /// @param initData The word.
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata initData) external {
        answers[configId][msg.sender][account] = uint256(bytes32(initData));
    }

    /// @notice Judges a call.
    /// @param id The config.
    /// @param account The account.
    /// @return validationData The word.
    function checkAction(
        bytes32 id,
        address account,
        address,
        uint256,
        bytes calldata
    ) external view returns (uint256 validationData) {
        return answers[id][msg.sender][account];
    }

    /// @notice Judges an operation.
    /// @param id The config.
    /// @param op The operation.
    /// @return validationData The word.
    function checkUserOpPolicy(
        bytes32 id,
        PackedUserOperation calldata op
    ) external view returns (uint256 validationData) {
        return answers[id][msg.sender][op.sender];
    }

    /// @notice Judges a signature.
    /// @param id The config.
    /// @param account The account.
    /// @return allowed Whether the word is 0.
    function check1271SignedAction(
        bytes32 id,
        address,
        address account,
        bytes32,
        bytes calldata
    ) external view returns (bool allowed) {
        return answers[id][msg.sender][account] == 0;
    }

    /// @notice Says that it is whatever it is asked for (ERC-165).
    /// @param interfaceId What it is asked for.
    /// @return supported Whether that may be: the standard has one id that nobody is.
    function supportsInterface(bytes4 interfaceId) external pure returns (bool supported) {
        return interfaceId != 0xffffffff;
    }
}
