// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC721 } from "@openzeppelin/contracts/token/ERC721/IERC721.sol";

/// @title Marketplace
/// @notice Auctions of NFTs for native value: a target for sessions that send value on somebody's behalf. Whoever is
/// outbid fetches the bid themselves: sent to them at once, it would let a bidder that takes no payment, or burns
/// the caller's gas, keep everybody else from bidding. Nothing but `withdraw` sends value, and every function calls
/// others when all else is done, so that calling back in finds nothing half done.
contract Marketplace {
    /// @notice An auction.
    /// @param seller Who gets what the NFT brings.
    /// @param nft The NFT's contract.
    /// @param tokenId The NFT's number.
    /// @param end When it ends, in Unix seconds: the first second in which no bid is taken.
    /// @param highestBid The highest bid, in wei; 0 while there is none.
    /// @param highestBidder Whose it is.
    /// @param isSettled Whether the NFT has been handed over.
    struct Auction {
        address seller;
        address nft;
        uint256 tokenId;
        uint256 end;
        uint256 highestBid;
        address highestBidder;
        bool isSettled;
    }

    /// @notice The longest that an auction lasts.
    uint256 public constant MAX_DURATION = 30 days;

    /// @notice How long after its end an NFT that cannot be handed over holds its highest bid.
    uint256 public constant GRACE = 7 days;

    /// @notice How many auctions there have been; their numbers go from 1 to this.
    uint256 public auctionCount;

    /// @notice What somebody may withdraw, in wei: their bids that were outbid, and what their auctions have brought.
    mapping(address account => uint256 amount) public refunds;

    mapping(uint256 auctionId => Auction auction) private _auctions;

    /// @notice An auction has begun.
    /// @param auctionId The auction's number.
    /// @param seller Who sells.
    /// @param nft The NFT's contract.
    /// @param tokenId The NFT's number.
    /// @param end When it ends, in Unix seconds.
    event AuctionCreated(
        uint256 indexed auctionId,
        address indexed seller,
        address indexed nft,
        uint256 tokenId,
        uint256 end
    );

    /// @notice A bid is the highest one.
    /// @param auctionId The auction's number.
    /// @param bidder Whose bid it is.
    /// @param amount The bid, in wei.
    event BidPlaced(uint256 indexed auctionId, address indexed bidder, uint256 amount);

    /// @notice Somebody may withdraw more than before.
    /// @param account Who.
    /// @param amount How much more, in wei.
    event RefundAdded(address indexed account, uint256 amount);

    /// @notice An NFT has been handed over.
    /// @param auctionId The auction's number.
    /// @param recipient To whom: the highest bidder, or back to the seller where there is none.
    /// @param amount What the seller gets for it, in wei.
    event AuctionSettled(uint256 indexed auctionId, address indexed recipient, uint256 amount);

    /// @notice What somebody could withdraw has been sent.
    /// @param account Whose it was.
    /// @param to Where it went.
    /// @param amount How much, in wei.
    event Withdrawn(address indexed account, address indexed to, uint256 amount);

    /// @notice An auction lasts from a second to 30 days.
    /// @param duration What was given, in seconds.
    error InvalidDuration(uint256 duration);

    /// @notice The contract took the call and has not handed the NFT over. One that lacks the functions of an ERC-721
    /// reverts with what it says itself, or without a word: where there is no contract, so does the marketplace.
    /// @param nft The contract.
    /// @param tokenId The NFT's number.
    error NftNotReceived(address nft, uint256 tokenId);

    /// @notice There is no such auction.
    /// @param auctionId The number that was given.
    error UnknownAuction(uint256 auctionId);

    /// @notice The auction has ended.
    /// @param auctionId The auction's number.
    /// @param end When it ended, in Unix seconds.
    error AuctionEnded(uint256 auctionId, uint256 end);

    /// @notice It is too early for this.
    /// @param auctionId The auction's number.
    /// @param from When it can be done, in Unix seconds.
    error TooEarly(uint256 auctionId, uint256 from);

    /// @notice The NFT has been handed over.
    /// @param auctionId The auction's number.
    error AlreadySettled(uint256 auctionId);

    /// @notice Nobody bids for nobody.
    /// @param bidder Who was named.
    error InvalidBidder(address bidder);

    /// @notice A bid has to be higher than the highest one.
    /// @param bid The bid, in wei.
    /// @param highestBid The highest one, in wei.
    error BidTooLow(uint256 bid, uint256 highestBid);

    /// @notice Somebody else's bid is the highest, or nobody's.
    /// @param auctionId The auction's number.
    /// @param caller Who would have it back.
    error NotYourBid(uint256 auctionId, address caller);

    /// @notice There is nothing to withdraw.
    /// @param account For whom.
    error NothingToWithdraw(address account);

    /// @notice Where it is to be sent, it is not taken.
    /// @param to Where.
    /// @param amount How much, in wei.
    error PaymentRefused(address to, uint256 amount);

    /// @notice Auctions an NFT, which the marketplace has to be allowed to take from the caller, and holds until the end.
    /// @param nft The NFT's contract.
    /// @param tokenId The NFT's number.
    /// @param duration How long bids are taken, in seconds.
    /// @return auctionId The auction's number.
    function createAuction(
        address nft,
        uint256 tokenId,
        uint256 duration
    ) external returns (uint256 auctionId) {
        if (duration == 0 || duration > MAX_DURATION) revert InvalidDuration(duration);
        auctionId = ++auctionCount;
        uint256 end = block.timestamp + duration;
        Auction storage auction = _auctions[auctionId];
        (auction.seller, auction.nft, auction.tokenId, auction.end) = (msg.sender, nft, tokenId, end);
        emit AuctionCreated(auctionId, msg.sender, nft, tokenId, end);
        // Not safeTransferFrom: it would ask this contract. That the call is taken is not enough.
        IERC721(nft).transferFrom(msg.sender, address(this), tokenId);
        if (IERC721(nft).ownerOf(tokenId) != address(this)) revert NftNotReceived(nft, tokenId);
    }

    /// @notice Bids all the native value that is sent.
    /// @param auctionId The auction's number.
    /// @param bidder Whose bid it is: who gets the NFT, or may withdraw the bid when it is outbid.
    function placeBid(uint256 auctionId, address bidder) external payable {
        Auction storage auction = _known(auctionId);
        if (block.timestamp >= auction.end) revert AuctionEnded(auctionId, auction.end);
        if (bidder == address(0)) revert InvalidBidder(bidder);
        uint256 highestBid = auction.highestBid;
        if (msg.value <= highestBid) revert BidTooLow(msg.value, highestBid);
        address outbid = auction.highestBidder;
        (auction.highestBid, auction.highestBidder) = (msg.value, bidder);
        if (highestBid != 0) _refund(outbid, highestBid);
        emit BidPlaced(auctionId, bidder, msg.value);
    }

    /// @notice Hands an auction's NFT over when it has ended, to whoever has bid the most; anybody may have it done.
    /// @param auctionId The auction's number.
    function settle(uint256 auctionId) external {
        Auction storage auction = _unsettled(auctionId);
        if (block.timestamp < auction.end) revert TooEarly(auctionId, auction.end);
        auction.isSettled = true;
        uint256 amount = auction.highestBid;
        address recipient = amount == 0 ? auction.seller : auction.highestBidder;
        if (amount != 0) _refund(auction.seller, amount);
        emit AuctionSettled(auctionId, recipient, amount);
        // Not safeTransferFrom: whoever gets it must not be able to refuse, and its seller go unpaid.
        IERC721(auction.nft).transferFrom(address(this), recipient, auction.tokenId);
    }

    /// @notice Gives the caller their highest bid back where the NFT was not handed over for seven days, as its contract
    /// may refuse to. The NFT is the seller's again, by `settle`.
    /// @param auctionId The auction's number.
    function giveBack(uint256 auctionId) external {
        Auction storage auction = _unsettled(auctionId);
        uint256 from = auction.end + GRACE;
        if (block.timestamp < from) revert TooEarly(auctionId, from);
        if (auction.highestBidder != msg.sender) revert NotYourBid(auctionId, msg.sender);
        uint256 amount = auction.highestBid;
        (auction.highestBid, auction.highestBidder) = (0, address(0));
        _refund(msg.sender, amount);
    }

    /// @notice Sends all that the caller may withdraw.
    /// @param to Where it is sent.
    function withdraw(address payable to) external {
        uint256 amount = refunds[msg.sender];
        if (amount == 0) revert NothingToWithdraw(msg.sender);
        refunds[msg.sender] = 0;
        emit Withdrawn(msg.sender, to, amount);
        (bool taken, ) = to.call{ value: amount }("");
        if (!taken) revert PaymentRefused(to, amount);
    }

    /// @notice Reads an auction.
    /// @param auctionId The auction's number.
    /// @return auction How it stands; all is zero where there is none.
    function auctions(uint256 auctionId) external view returns (Auction memory auction) {
        return _auctions[auctionId];
    }

    function _refund(address account, uint256 amount) private {
        refunds[account] += amount;
        emit RefundAdded(account, amount);
    }

    function _known(uint256 auctionId) private view returns (Auction storage auction) {
        auction = _auctions[auctionId];
        if (auction.seller == address(0)) revert UnknownAuction(auctionId);
    }

    function _unsettled(uint256 auctionId) private view returns (Auction storage auction) {
        auction = _known(auctionId);
        if (auction.isSettled) revert AlreadySettled(auctionId);
    }
}
