// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Vm } from "./Vm.sol";

/// @title Test
/// @notice What every Solidity test here starts from.
abstract contract Test {
    Vm internal constant VM = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

    uint256 internal constant OVERFLOW = 0x11;
    uint256 internal constant OUT_OF_BOUNDS = 0x32;

    address internal constant STRANGER = address(0x57a6);

    /// @dev Folds a fuzzed number into a range, both ends included.
    function _within(uint256 number, uint256 min, uint256 max) internal pure returns (uint256) {
        if (min == 0 && max == type(uint256).max) return number;
        return min + (number % (max - min + 1));
    }

    /// @dev The revert data of Solidity's own errors.
    function _panic(uint256 code) internal pure returns (bytes memory) {
        return abi.encodeWithSignature("Panic(uint256)", code);
    }

    /// @dev The first bytes of some data.
    function _first(bytes memory data, uint256 length) internal pure returns (bytes memory cut) {
        cut = new bytes(length);
        for (uint256 i; i < length; ++i) cut[i] = data[i];
    }

    /// @dev Some data with one of its words, counted from 0 and after `skip` bytes, replaced.
    function _withWord(
        bytes memory data,
        uint256 skip,
        uint256 index,
        uint256 word
    ) internal pure returns (bytes memory) {
        for (uint256 i; i < 32; ++i) data[skip + 32 * index + i] = bytes32(word)[i];
        return data;
    }
}
