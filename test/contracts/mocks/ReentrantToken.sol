// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import { Exchange } from "../../../contracts/targets/Exchange.sol";

/// @title ReentrantToken
/// @notice Buys more of itself while it is handed out, once.
contract ReentrantToken is ERC20("Reentrant", "RE") {
    Exchange private immutable _EXCHANGE;

    bool private _isBuying;

    constructor(Exchange exchange) payable {
        _EXCHANGE = exchange;
        _mint(msg.sender, 1e24);
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (from != address(_EXCHANGE) || _isBuying) return;
        _isBuying = true;
        _EXCHANGE.swap{ value: 1 }(address(this), 0, to);
    }
}
