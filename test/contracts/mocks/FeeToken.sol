// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title FeeToken
/// @notice Keeps some units of every transfer for itself: one, until somebody says otherwise.
contract FeeToken is ERC20("Fee", "FEE") {
    uint256 private _fee = 1;

    function setFee(uint256 fee) external {
        _fee = fee;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(0)) super._update(to, address(this), _fee);
    }
}
