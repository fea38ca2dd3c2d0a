// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IPolicy } from "./IPolicy.sol";

/// @title I1271Policy
/// @notice A policy that judges what a session may sign for the account (ERC-1271).
interface I1271Policy is IPolicy {
    /// @notice Judges one signature.
    /// @param id The session's config.
    /// @param requestSender Who asks whether the signature is valid.
    /// @param account The account that is signed for.
    /// @param hash The hash that is signed.
    /// @param signature The signature.
    /// @return allowed Whether the session may sign this.
    function check1271SignedAction(
        bytes32 id,
        address requestSender,
        address account,
        bytes32 hash,
        bytes calldata signature
    ) external view returns (bool allowed);
}
