// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

/// @title OddNft
/// @notice An NFT that changes its owner, or only says so, or refuses to.
contract OddNft {
    enum Mode {
        MOVES,
        STAYS,
        REFUSES
    }

    Mode public mode;
    address public owner;

    error Refused();

    function setMode(Mode next) external {
        mode = next;
    }

    function transferFrom(address, address to, uint256) external {
        if (mode == Mode.REFUSES) revert Refused();
        if (mode == Mode.MOVES) owner = to;
    }

    function ownerOf(uint256) external view returns (address) {
        return owner;
    }
}
