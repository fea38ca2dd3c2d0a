// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ERC721 } from "@openzeppelin/contracts/token/ERC721/ERC721.sol";

/// @title Nft
/// @notice An ERC-721 that is sold: a target for sessions that send value.
contract Nft is ERC721 {
    /// @notice The least that a token costs, in wei. Who pays more gets no change.
    uint256 public constant PRICE = 0.01 ether;

    /// @notice Who receives what is paid, at once.
    address payable public immutable TREASURY;

    /// @notice Less was paid than a token costs.
    /// @param paid What was paid, in wei.
    /// @param price What a token costs at least, in wei.
    error PriceNotPaid(uint256 paid, uint256 price);

    /// @notice The treasury does not take what is paid.
    /// @param treasury The treasury.
    /// @param amount What it was sent, in wei.
    error PaymentRefused(address treasury, uint256 amount);

    /// @notice What is paid would be lost.
    /// @param treasury The treasury that was named.
    error InvalidTreasury(address treasury);

    /// @notice Opens the sale.
    /// @param treasury Who receives what is paid.
    constructor(address payable treasury) ERC721("Nft", "NFT") {
        if (treasury == address(0)) revert InvalidTreasury(treasury);
        TREASURY = treasury;
    }

    /// @notice Mints a token against payment, and hands all that is paid to the treasury.
    /// @param to Who receives the token.
    /// @param tokenId The token's number; it must be free.
    function mint(address to, uint256 tokenId) external payable {
        if (msg.value < PRICE) revert PriceNotPaid(msg.value, PRICE);
        // Not _safeMint: an account of any kind may receive it, and nobody is called before the payment is made.
        _mint(to, tokenId);
        (bool taken, ) = TREASURY.call{ value: msg.value }("");
        if (!taken) revert PaymentRefused(TREASURY, msg.value);
    }
}
