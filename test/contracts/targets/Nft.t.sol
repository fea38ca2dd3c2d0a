// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC721Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { Nft } from "../../../contracts/targets/Nft.sol";
import { Test } from "../helpers/Test.sol";

contract NftTest is Test {
    address payable private constant TREASURY = payable(address(0x72ea));
    uint256 private constant PRICE = 0.01 ether;

    Nft private _nft;

    function setUp() external {
        _nft = new Nft(TREASURY);
    }

    function test_HasTheSelectorAndThePriceThatAreGranted() external view {
        VM.assertEq(uint32(Nft.mint.selector), 0x40c10f19, "mint");
        VM.assertEq(_nft.PRICE(), PRICE, "price");
    }

    function testFuzz_MintsAndHandsAllThatIsPaidToTheTreasury(
        uint96 paid,
        address to,
        uint256 tokenId
    ) external {
        VM.assume(to != address(0));
        paid = uint96(_within(paid, PRICE, type(uint96).max));
        VM.deal(address(this), paid);
        _nft.mint{ value: paid }(to, tokenId);
        VM.assertEq(_nft.ownerOf(tokenId), to, "owner");
        VM.assertEq(TREASURY.balance, paid, "treasury");
        VM.assertEq(address(_nft).balance, 0, "stuck");
    }

    function testFuzz_RefusesLessThanThePrice(uint256 paid) external {
        paid = _within(paid, 0, PRICE - 1);
        VM.deal(address(this), paid);
        VM.expectRevert(abi.encodeWithSelector(Nft.PriceNotPaid.selector, paid, PRICE));
        _nft.mint{ value: paid }(STRANGER, 1);
    }

    function test_RefusesATokenThatIsSoldAlready() external {
        VM.deal(address(this), 2 * PRICE);
        _nft.mint{ value: PRICE }(STRANGER, 1);
        VM.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidSender.selector, address(0)));
        _nft.mint{ value: PRICE }(STRANGER, 1);
        VM.assertEq(TREASURY.balance, PRICE, "treasury");
    }

    function test_RefusesToMintForNobody() external {
        VM.deal(address(this), PRICE);
        VM.expectRevert(abi.encodeWithSelector(IERC721Errors.ERC721InvalidReceiver.selector, address(0)));
        _nft.mint{ value: PRICE }(address(0), 1);
    }

    function test_RefusesPaymentThatTheTreasuryDoesNotTake() external {
        Nft nft = new Nft(payable(address(this))); // this test has no receive function
        VM.deal(address(this), PRICE);
        VM.expectRevert(abi.encodeWithSelector(Nft.PaymentRefused.selector, address(this), PRICE));
        nft.mint{ value: PRICE }(STRANGER, 1);
    }

    function test_RefusesToBeSoldForNobody() external {
        VM.expectRevert(abi.encodeWithSelector(Nft.InvalidTreasury.selector, address(0)));
        new Nft(payable(address(0)));
    }

    function test_RefusesValueThatPaysForNothing() external {
        VM.deal(address(this), 1 ether);
        (bool taken, ) = address(_nft).call{ value: 1 ether }("");
        VM.assertEq(taken, false, "taken");
    }
}
