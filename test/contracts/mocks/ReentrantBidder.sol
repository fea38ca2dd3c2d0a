// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Marketplace } from "../../../contracts/targets/Marketplace.sol";

/// @title ReentrantBidder
/// @notice Withdraws once more while it is paid.
contract ReentrantBidder {
    Marketplace private immutable _MARKETPLACE;

    uint256 public paid;

    /// @notice It is paid again.
    bool public isPaidAgain;

    constructor(Marketplace marketplace) {
        _MARKETPLACE = marketplace;
    }

    receive() external payable {
        _withdrawAgain();
    }

    function withdraw() external {
        _MARKETPLACE.withdraw(payable(address(this)));
    }

    function _withdrawAgain() private {
        paid += msg.value;
        try _MARKETPLACE.withdraw(payable(address(this))) {
            isPaidAgain = true;
        } catch {
            isPaidAgain = false;
        }
    }
}
