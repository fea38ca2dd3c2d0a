// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// solhint-disable no-empty-blocks

/// @title OpenModuleRegistry, a stand-in for an ERC-7484 registry
/// @notice Attests every module to everybody. The beta of SmartSession asks a registry at a fixed address
/// before it enables a policy; in a local world there are no attesters to ask.
contract OpenModuleRegistry {
    /// @notice An account has named its attesters.
    /// @param account The account.
    event NewTrustedAttesters(address indexed account);

    /// @notice Takes note of a caller's attesters, and asks none of them.
    function trustAttesters(uint8, address[] calldata) external {
        emit NewTrustedAttesters(msg.sender);
    }

    /// @notice Attests a module.
    /// @param module The module.
    function check(address module) external view {}

    /// @notice Attests a module of a type.
    /// @param module The module.
    /// @param moduleType The ERC-7579 module type.
    function check(address module, uint256 moduleType) external view {}

    /// @notice Attests a module by given attesters.
    /// @param module The module.
    /// @param attesters The attesters.
    /// @param threshold How many of them must attest.
    function check(address module, address[] calldata attesters, uint256 threshold) external view {}

    /// @notice Attests a module of a type by given attesters.
    /// @param module The module.
    /// @param moduleType The ERC-7579 module type.
    /// @param attesters The attesters.
    /// @param threshold How many of them must attest.
    function check(
        address module,
        uint256 moduleType,
        address[] calldata attesters,
        uint256 threshold
    ) external view {}

    /// @notice Attests a module for an account.
    /// @param account The account.
    /// @param module The module.
    function checkForAccount(address account, address module) external view {}

    /// @notice Attests a module of a type for an account.
    /// @param account The account.
    /// @param module The module.
    /// @param moduleType The ERC-7579 module type.
    function checkForAccount(address account, address module, uint256 moduleType) external view {}
}
