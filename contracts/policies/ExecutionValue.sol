// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title ExecutionValue
/// @notice Reads from an account's call data how much native value it would send (ERC-7579
/// `execute(bytes32 mode, bytes executionCalldata)`).
library ExecutionValue {
    bytes4 private constant _EXECUTE = 0xe9ae5c53;
    bytes1 private constant _SINGLE = 0x00;
    bytes1 private constant _BATCH = 0x01;

    /// @notice Only a single call and a batch tell what they send.
    /// @param callType The first byte of the execution mode.
    error UnsupportedCallType(bytes1 callType);

    /// @notice A batch points outside of its own data.
    error DecodingError();

    /// @notice The native value of all calls together.
    /// @param callData What the account is called with. Anything but `execute` counts as sending nothing.
    /// @return value The value, in wei.
    function total(bytes calldata callData) internal pure returns (uint256 value) {
        if (bytes4(callData[:4]) != _EXECUTE) return 0;
        bytes1 callType = bytes1(bytes32(callData[4:36]));
        if (callType == _SINGLE) return uint256(bytes32(_executions(callData[4:])[20:52]));
        if (callType == _BATCH) return _totalOfBatch(_executions(callData[4:]));
        revert UnsupportedCallType(callType);
    }

    /// @dev `abi.encode(Execution[])`. Every call's bounds are checked before the first value is added.
    function _totalOfBatch(bytes calldata batch) private pure returns (uint256 value) {
        if (batch.length < 32) revert DecodingError();
        uint256 lastWord = batch.length - 32;

        uint256 start = _word(batch, 0);
        if (start > lastWord) revert DecodingError();
        uint256 count = _word(batch, start);
        if (count > (lastWord - start) / 32) revert DecodingError();
        start += 32; // pointers count from here

        for (uint256 i; i < count; ++i) {
            uint256 pointer = _word(batch, start + 32 * i);
            if (pointer > lastWord || start + pointer + 64 > lastWord) revert DecodingError();
            uint256 call = start + pointer;
            uint256 dataPointer = _word(batch, call + 64);
            if (dataPointer > lastWord || call + dataPointer > lastWord) revert DecodingError();
            uint256 data = call + dataPointer;
            if (_word(batch, data) > lastWord - data) revert DecodingError();
        }
        for (uint256 i; i < count; ++i) {
            value += _word(batch, start + _word(batch, start + 32 * i) + 32);
        }
    }

    /// @dev The `bytes` among the arguments `(bytes32, bytes)`.
    function _executions(bytes calldata arguments) private pure returns (bytes calldata executions) {
        uint256 start = _word(arguments, 32);
        uint256 length = _word(arguments, start);
        return arguments[start + 32:][:length];
    }

    /// @dev Reverts without data where the word is not there.
    function _word(bytes calldata data, uint256 offset) private pure returns (uint256) {
        return uint256(bytes32(data[offset:][:32]));
    }
}
