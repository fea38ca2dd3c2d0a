// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ReferenceAccountFactory
/// @notice Deploys accounts for EntryPoint by CREATE2, from the creation code that it is handed. The ERC-7579
/// reference account comes without a factory, and the deterministic deployment proxy does not answer as ERC-4337
/// wants a factory to.
contract ReferenceAccountFactory {
    /// @notice The account's constructor fails.
    /// @param salt The salt of the account.
    error DeploymentFailed(bytes32 salt);

    /// @notice Deploys an account, unless it stands already.
    /// @param creationCode The account's creation code with its constructor's arguments, its owner among them.
    /// @param salt Tells accounts of the same creation code apart.
    /// @return account Where it stands.
    function createAccount(bytes calldata creationCode, bytes32 salt) external returns (address account) {
        bytes memory code = creationCode;
        bytes32 hash = keccak256(abi.encodePacked(bytes1(0xff), address(this), salt, keccak256(code)));
        account = address(uint160(uint256(hash)));
        if (account.code.length != 0) return account;

        address created;
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            created := create2(0, add(code, 0x20), mload(code), salt)
        }
        if (created == address(0)) revert DeploymentFailed(salt);
    }
}
