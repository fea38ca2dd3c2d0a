// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

// solhint-disable no-complex-fallback

/// @title AgreeablePolicy
/// @notice Answers yes to whatever it is asked, so also where ERC-165 wants a no: it is a policy by accident.
contract AgreeablePolicy {
    /// @notice Answers every call.
    /// @return yes The word 1.
    fallback(bytes calldata) external returns (bytes memory yes) {
        return abi.encode(true);
    }
}
