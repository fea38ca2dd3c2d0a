// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title MimicValidator
/// @notice A session validator that refuses in SmartSession's words.
contract MimicValidator {
    /// @notice An error of SmartSession.
    /// @param permissionId A session.
    error InvalidPermissionId(bytes32 permissionId);

    /// @notice Refuses every signature.
    /// @return Never.
    function validateSignatureWithData(bytes32, bytes calldata, bytes calldata) external pure returns (bool) {
        revert InvalidPermissionId(bytes32(uint256(7)));
    }

    /// @notice Tells what kind of ERC-7579 module this is.
    /// @return isType Any kind.
    function isModuleType(uint256) external pure returns (bool isType) {
        return true;
    }
}
