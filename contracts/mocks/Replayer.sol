// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title Replayer
/// @notice Plays the same calls on several contracts, one contract after the other, and says in its events what
/// each call gave: the answers of a whole sequence are then in one receipt, among the events of those who answered.
contract Replayer {
    /// @notice One call, and who makes it.
    struct Step {
        Replayer by;
        bytes data;
    }

    /// @dev What a call may use: running dry is then one call's answer, and not the end of the play.
    uint256 private constant _GAS = 4_000_000;

    /// @notice A call has been made; the events since the last one are its own.
    /// @param success Whether it did not revert.
    /// @param result What it returned, or reverted with.
    event Answered(bool success, bytes result);

    /// @notice Plays all calls on the first contract, then all on the next.
    /// @param targets The contracts.
    /// @param steps The calls.
    function play(address[] calldata targets, Step[] calldata steps) external {
        for (uint256 i = 0; i < targets.length; ++i) {
            for (uint256 j = 0; j < steps.length; ++j) {
                (bool success, bytes memory result) = steps[j].by.forward(targets[i], steps[j].data);
                emit Answered(success, result);
            }
        }
    }

    /// @notice Makes one call, so that it comes from here.
    /// @param target The contract.
    /// @param data The call data.
    /// @return success Whether it did not revert.
    /// @return result What it returned, or reverted with.
    function forward(
        address target,
        bytes calldata data
    ) external returns (bool success, bytes memory result) {
        // solhint-disable-next-line avoid-low-level-calls
        return target.call{ gas: _GAS }(data);
    }
}
