// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// solhint-disable no-empty-blocks, no-inline-assembly

/// @title Hostile
/// @notice Fails in every way a target can, and in the words of others.
contract Hostile {
    /// @notice An error of its own.
    /// @param number A number.
    error Custom(uint256 number);
    /// @notice An error that SmartSession declares too.
    error InvalidData();
    /// @notice An error that SmartSession raises for a policy.
    /// @param permissionId A session.
    /// @param policy A policy.
    error PolicyViolation(bytes32 permissionId, address policy);
    /// @notice An error that Safe7579 declares too.
    error ExecutionFailed();

    /// @notice An error that Safe7579 raises for a module that is installed already.
    /// @param entry A module.
    error LinkedList_EntryAlreadyInList(address entry);

    /// @notice Does nothing, and takes value.
    function succeed() external payable {
        // Nothing to do.
    }

    /// @notice Reverts with a text.
    function text() external pure {
        // solhint-disable-next-line gas-custom-errors
        revert("no way");
    }

    /// @notice Reverts with a panic.
    /// @param zero A divisor.
    /// @return quotient Nothing, where it is zero.
    function panic(uint256 zero) external pure returns (uint256 quotient) {
        return 1 / zero;
    }

    /// @notice Reverts with an error of its own.
    function custom() external pure {
        revert Custom(42);
    }

    /// @notice Reverts in SmartSession's words.
    function likeSmartSession() external pure {
        revert InvalidData();
    }

    /// @notice Reverts in the words that SmartSession has for a policy.
    function likePolicy() external view {
        revert PolicyViolation(bytes32(0), address(this));
    }

    /// @notice Reverts in the account's words.
    function likeAccount() external pure {
        revert ExecutionFailed();
    }

    /// @notice Reverts in the words that the account has for a module.
    function likeModuleList() external view {
        revert LinkedList_EntryAlreadyInList(address(this));
    }

    /// @notice Uses up all the gas there is, at once.
    function burn() external pure {
        assembly {
            mstore(0xffffffffffff, 1)
        }
    }

    /// @notice Runs into an instruction that is none.
    function halt() external pure {
        assembly {
            invalid()
        }
    }

    /// @notice Lets a call of its own fail, and carries on.
    function swallow() external view {
        try this.custom() {} catch {}
    }
}
