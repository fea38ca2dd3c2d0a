// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Vm
/// @notice The cheatcodes of Hardhat's Solidity tests that the tests here use, and no others.
// solhint-disable-next-line interface-starts-with-i
interface Vm {
    /// @notice Makes the next call come from somebody else.
    /// @param sender Who.
    function prank(address sender) external;

    /// @notice Sets the block's timestamp.
    /// @param timestamp Unix seconds.
    function warp(uint256 timestamp) external;

    /// @notice Sets a balance.
    /// @param who Whose.
    /// @param balance In wei.
    function deal(address who, uint256 balance) external;

    /// @notice Requires the next call to revert with exactly this.
    /// @param revertData The revert data; empty for a revert without data.
    function expectRevert(bytes calldata revertData) external;

    /// @notice Requires the next call to emit the event that the test emits next, by the same contract.
    /// @param emitter The contract that has to emit it.
    function expectEmit(address emitter) external;

    /// @notice Leaves out a fuzzed input.
    /// @param condition Whether it stays.
    function assume(bool condition) external pure;

    /// @notice Requires two numbers to be the same.
    /// @param left The one that is.
    /// @param right The one that should be.
    /// @param message What is said where they differ.
    function assertEq(uint256 left, uint256 right, string calldata message) external pure;

    /// @notice Requires two addresses to be the same.
    /// @param left The one that is.
    /// @param right The one that should be.
    /// @param message What is said where they differ.
    function assertEq(address left, address right, string calldata message) external pure;

    /// @notice Requires two truths to be the same.
    /// @param left The one that is.
    /// @param right The one that should be.
    /// @param message What is said where they differ.
    function assertEq(bool left, bool right, string calldata message) external pure;

    /// @notice Requires a number to be no greater than another.
    /// @param left The one.
    /// @param right The other.
    /// @param message What is said where it is greater.
    function assertLe(uint256 left, uint256 right, string calldata message) external pure;
}
