// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC721Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Marketplace } from "../../../contracts/targets/Marketplace.sol";
import { Nft } from "../../../contracts/targets/Nft.sol";
import { Token } from "../../../contracts/targets/Token.sol";
import { MarketplaceHandler } from "../handlers/MarketplaceHandler.sol";
import { Test } from "../helpers/Test.sol";
import { OddNft } from "../mocks/OddNft.sol";
import { ReentrantBidder } from "../mocks/ReentrantBidder.sol";

contract MarketplaceTest is Test {
    address private constant BIDDER = address(0xb1dde7);
    address payable private constant SOMEWHERE = payable(address(0x50e));

    Marketplace private _market;
    Nft private _nft;
    MarketplaceHandler private _handler;
    uint256 private _id;
    uint256 private _end;

    function setUp() external {
        _market = new Marketplace();
        _nft = new Nft(payable(address(0x72ea)));
        VM.deal(address(this), type(uint128).max);
        _nft.mint{ value: 0.01 ether }(address(this), 7);
        _nft.approve(address(_market), 7);
        _end = block.timestamp + 1 hours;
        _id = _market.createAuction(address(_nft), 7, 1 hours);
        _handler = new MarketplaceHandler{ value: 1_000_000 ether }(new Marketplace(), VM);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// @dev What may be withdrawn and the highest bids are all there, to the last wei.
    function invariant_HoldsWhatItOwes() external view {
        Marketplace market = _handler.MARKETPLACE();
        uint256 owed = market.refunds(address(_handler));
        for (uint160 i; i < _handler.PEOPLE(); ++i) owed += market.refunds(address(1000 + i));
        for (uint256 id = 1; id <= market.auctionCount(); ++id) {
            Marketplace.Auction memory auction = market.auctions(id);
            bool isHeld = _handler.NFT().ownerOf(auction.tokenId) == address(market);
            VM.assertEq(isHeld, !auction.isSettled, "held until handed over");
            if (!auction.isSettled) owed += auction.highestBid;
        }
        VM.assertEq(address(market).balance, owed, "owed");
    }

    function test_HasTheSelectorThatIsGranted() external pure {
        VM.assertEq(uint32(Marketplace.placeBid.selector), 0x1ea52c73, "placeBid");
    }

    function testFuzz_SellsToTheHighestBidder(uint96 first, uint96 more) external {
        first = uint96(_within(first, 1, type(uint96).max));
        uint256 second = uint256(first) + _within(more, 1, type(uint96).max);
        _market.placeBid{ value: first }(_id, BIDDER);
        _market.placeBid{ value: second }(_id, STRANGER);
        VM.assertEq(_market.refunds(BIDDER), first, "outbid");
        VM.warp(_end);
        VM.expectEmit(address(_market));
        emit Marketplace.RefundAdded(address(this), second);
        VM.expectEmit(address(_market));
        emit Marketplace.AuctionSettled(_id, STRANGER, second);
        _market.settle(_id);
        VM.assertEq(_nft.ownerOf(7), STRANGER, "owner");
        VM.prank(BIDDER);
        _market.withdraw(SOMEWHERE);
        VM.assertEq(SOMEWHERE.balance, first, "refund");
        VM.assertEq(address(_market).balance, second, "what is left is the seller's");
    }

    function test_GivesTheNftBackWhereNobodyBids() external {
        VM.warp(_end);
        _market.settle(_id);
        VM.assertEq(_nft.ownerOf(7), address(this), "owner");
        VM.expectRevert(abi.encodeWithSelector(Marketplace.AlreadySettled.selector, _id));
        _market.settle(_id);
    }

    function testFuzz_RefusesABidThatIsNotHigher(uint96 first, uint96 second) external {
        first = uint96(_within(first, 1, type(uint96).max));
        second = uint96(_within(second, 0, first));
        VM.expectRevert(abi.encodeWithSelector(Marketplace.BidTooLow.selector, 0, 0));
        _market.placeBid(_id, STRANGER);
        _market.placeBid{ value: first }(_id, STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.BidTooLow.selector, second, first));
        _market.placeBid{ value: second }(_id, address(this));
    }

    function test_TakesBidsToTheLastSecondAndSettlesFromTheNext() external {
        VM.warp(_end - 1);
        _market.placeBid{ value: 1 }(_id, STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.TooEarly.selector, _id, _end));
        _market.settle(_id);
        VM.warp(_end);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.AuctionEnded.selector, _id, _end));
        _market.placeBid{ value: 2 }(_id, STRANGER);
        _market.settle(_id);
    }

    function test_RefusesBidsForNobodyAndOfNoAuction() external {
        VM.expectRevert(abi.encodeWithSelector(Marketplace.InvalidBidder.selector, address(0)));
        _market.placeBid{ value: 1 }(_id, address(0));
        VM.expectRevert(abi.encodeWithSelector(Marketplace.UnknownAuction.selector, 2));
        _market.placeBid{ value: 1 }(2, STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.UnknownAuction.selector, 0));
        _market.settle(0);
    }

    function testFuzz_RefusesADurationOfNothingAndOfMoreThanThirtyDays(uint256 duration) external {
        duration = _within(duration, 30 days + 1, type(uint256).max);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.InvalidDuration.selector, duration));
        _market.createAuction(address(_nft), 7, duration);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.InvalidDuration.selector, 0));
        _market.createAuction(address(_nft), 7, 0);
    }

    function test_RefusesToSellWhatIsNotTheSellersAndWhatIsNoNft() external {
        VM.prank(STRANGER);
        VM.expectRevert(
            abi.encodeWithSelector(IERC721Errors.ERC721IncorrectOwner.selector, STRANGER, 7, address(_market))
        );
        _market.createAuction(address(_nft), 7, 1);
        Token token = new Token();
        token.mint(address(this), 7);
        token.approve(address(_market), 7);
        VM.expectRevert("");
        _market.createAuction(address(token), 7, 1); // it takes transferFrom for its own
        OddNft odd = new OddNft();
        odd.setMode(OddNft.Mode.STAYS);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.NftNotReceived.selector, address(odd), 7));
        _market.createAuction(address(odd), 7, 1);
    }

    function test_IsNotBlockedByABidderThatTakesNoPayment() external {
        Nft refusing = _nft; // it has no receive function
        _market.placeBid{ value: 1 }(_id, address(refusing));
        _market.placeBid{ value: 2 }(_id, STRANGER);
        VM.prank(address(refusing));
        VM.expectRevert(abi.encodeWithSelector(Marketplace.PaymentRefused.selector, address(refusing), 1));
        _market.withdraw(payable(address(refusing)));
        VM.prank(address(refusing));
        _market.withdraw(SOMEWHERE);
        VM.assertEq(SOMEWHERE.balance, 1, "elsewhere");
    }

    function test_PaysNobodyTwice() external {
        ReentrantBidder reentrant = new ReentrantBidder(_market);
        _market.placeBid{ value: 1 }(_id, address(reentrant));
        _market.placeBid{ value: 2 }(_id, STRANGER);
        reentrant.withdraw();
        VM.assertEq(reentrant.paid(), 1, "paid");
        VM.assertEq(reentrant.isPaidAgain(), false, "again");
        VM.assertEq(address(_market).balance, 2, "the highest bid");
        VM.expectRevert(abi.encodeWithSelector(Marketplace.NothingToWithdraw.selector, address(reentrant)));
        reentrant.withdraw();
    }

    function test_GivesABidBackWhereTheNftIsNotHandedOverForSevenDays() external {
        OddNft odd = new OddNft();
        uint256 id = _market.createAuction(address(odd), 1, 1 hours);
        _market.placeBid{ value: 5 }(id, STRANGER);
        odd.setMode(OddNft.Mode.REFUSES);
        VM.warp(_end + 7 days - 1);
        VM.expectRevert(abi.encodeWithSelector(OddNft.Refused.selector));
        _market.settle(id);
        VM.prank(STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.TooEarly.selector, id, _end + 7 days));
        _market.giveBack(id);
        VM.warp(_end + 7 days);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.NotYourBid.selector, id, address(this)));
        _market.giveBack(id);
        VM.prank(STRANGER);
        _market.giveBack(id);
        VM.assertEq(_market.refunds(STRANGER), 5, "refund");
        VM.prank(STRANGER);
        VM.expectRevert(abi.encodeWithSelector(Marketplace.NotYourBid.selector, id, STRANGER));
        _market.giveBack(id);
        odd.setMode(OddNft.Mode.MOVES);
        _market.settle(id);
        VM.assertEq(odd.owner(), address(this), "the seller's again");
        VM.assertEq(_market.refunds(address(this)), 0, "for nothing");
    }
}
