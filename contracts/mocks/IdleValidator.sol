// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// solhint-disable no-empty-blocks

/// @title IdleValidator
/// @notice An ERC-7579 validator that can be installed and does nothing: a neighbour for SmartSession.
contract IdleValidator {
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
    /// @return isType True for validator.
    function isModuleType(uint256 moduleTypeId) external pure returns (bool isType) {
        return moduleTypeId == 1;
    }
}
