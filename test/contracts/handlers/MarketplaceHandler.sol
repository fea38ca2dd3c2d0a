// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Marketplace } from "../../../contracts/targets/Marketplace.sol";
import { Nft } from "../../../contracts/targets/Nft.sol";
import { Vm } from "../helpers/Vm.sol";

/// @title MarketplaceHandler
/// @notice Sells, bids, settles and withdraws in any order, for a few people, and never reverts.
contract MarketplaceHandler {
    uint160 public constant PEOPLE = 5;

    Marketplace public immutable MARKETPLACE;
    Nft public immutable NFT;

    /// @notice How many calls were taken, and how many were not.
    uint256[2] public calls;

    Vm private immutable _VM;

    constructor(Marketplace marketplace, Vm vm) payable {
        (MARKETPLACE, _VM) = (marketplace, vm);
        NFT = new Nft(payable(address(0x72ea)));
        NFT.setApprovalForAll(address(marketplace), true);
        sell(1);
    }

    function sell(uint16 duration) public {
        uint256 tokenId = MARKETPLACE.auctionCount() + 1;
        NFT.mint{ value: 0.01 ether }(address(this), tokenId);
        MARKETPLACE.createAuction(address(NFT), tokenId, 1 + (duration % 1000));
    }

    function bid(uint256 auction, uint160 person, uint64 amount) external {
        try MARKETPLACE.placeBid{ value: amount }(_any(auction), address(1000 + (person % PEOPLE))) {
            ++calls[0];
        } catch {
            ++calls[1];
        }
    }

    function settle(uint256 auction) external {
        try MARKETPLACE.settle(_any(auction)) {
            ++calls[0];
        } catch {
            ++calls[1];
        }
    }

    function giveBack(uint256 auction) external {
        address bidder = MARKETPLACE.auctions(_any(auction)).highestBidder;
        _VM.prank(bidder);
        try MARKETPLACE.giveBack(_any(auction)) {
            ++calls[0];
        } catch {
            ++calls[1];
        }
    }

    function withdraw(uint160 person) external {
        _VM.prank(address(1000 + (person % PEOPLE)));
        try MARKETPLACE.withdraw(payable(address(0xdead))) {
            ++calls[0];
        } catch {
            ++calls[1];
        }
    }

    function wait(uint16 time) external {
        _VM.warp(block.timestamp + time);
    }

    function _any(uint256 auction) private view returns (uint256) {
        return 1 + (auction % MARKETPLACE.auctionCount());
    }
}
