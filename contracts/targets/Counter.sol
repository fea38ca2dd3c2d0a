// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Counter
/// @notice The simplest target of a session: each account counts for itself.
contract Counter {
    /// @notice How often an account has counted.
    mapping(address account => uint256 count) public counts;

    /// @notice An account's count has changed.
    /// @param account Whose count it is.
    /// @param count The count after the change.
    event Counted(address indexed account, uint256 count);

    /// @notice A count cannot fall below zero.
    /// @param account Whose count it is.
    error CountIsZero(address account);

    /// @notice Adds one to the caller's count.
    function increment() external {
        emit Counted(msg.sender, ++counts[msg.sender]);
    }

    /// @notice Takes one from the caller's count.
    function decrement() external {
        if (counts[msg.sender] == 0) revert CountIsZero(msg.sender);
        emit Counted(msg.sender, --counts[msg.sender]);
    }
}
