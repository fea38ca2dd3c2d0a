// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

/// @title MockPaymaster
/// @notice Pays for every user operation, out of its deposit at EntryPoint (ERC-4337 v0.7, `IPaymaster`); for one
/// whose paymaster data is `0xff`, it refuses.
contract MockPaymaster {
    /// @dev Behind the paymaster's address and its two gas limits.
    uint256 private constant _DATA_OFFSET = 52;

    /// @notice It does not like this operation.
    /// @param userOpHash The operation's hash.
    error NotThisOne(bytes32 userOpHash);

    /// @notice Agrees to pay.
    /// @param op The operation.
    /// @param userOpHash Its hash.
    /// @return context Nothing: it wants no call afterwards.
    /// @return validationData 0: it pays at any time.
    function validatePaymasterUserOp(
        PackedUserOperation calldata op,
        bytes32 userOpHash,
        uint256
    ) external pure returns (bytes memory context, uint256 validationData) {
        bytes calldata data = op.paymasterAndData[_DATA_OFFSET:];
        if (data.length > 0 && data[0] == 0xff) revert NotThisOne(userOpHash);
        return ("", 0);
    }
}
