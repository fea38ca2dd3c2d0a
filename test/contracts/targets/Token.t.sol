// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC20Errors } from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Token } from "../../../contracts/targets/Token.sol";
import { Test } from "../helpers/Test.sol";

contract TokenTest is Test {
    Token private _token;

    function setUp() external {
        _token = new Token();
    }

    function test_HasTheSelectorsThatSpendingLimitsKnow() external pure {
        VM.assertEq(uint32(IERC20.transfer.selector), 0xa9059cbb, "transfer");
        VM.assertEq(uint32(Token.mint.selector), 0x40c10f19, "mint");
        VM.assertEq(uint32(Token.increaseAllowance.selector), 0x39509351, "increaseAllowance");
    }

    function testFuzz_MintsForAnybody(address to, uint256 amount) external {
        VM.assume(to != address(0));
        VM.prank(STRANGER);
        _token.mint(to, amount);
        VM.assertEq(_token.balanceOf(to), amount, "balance");
        VM.assertEq(_token.totalSupply(), amount, "supply");
    }

    function testFuzz_AddsToAnAllowance(uint256 before, uint256 added) external {
        added = _within(added, 0, type(uint256).max - before);
        _token.approve(STRANGER, before);
        VM.expectEmit(address(_token));
        emit IERC20.Approval(address(this), STRANGER, before + added);
        VM.assertEq(_token.increaseAllowance(STRANGER, added), true, "answer");
        VM.assertEq(_token.allowance(address(this), STRANGER), before + added, "allowance");
    }

    function testFuzz_RefusesAnAllowanceThatOverflows(uint256 before, uint256 added) external {
        before = _within(before, 1, type(uint256).max);
        added = _within(added, type(uint256).max - before + 1, type(uint256).max);
        _token.approve(STRANGER, before);
        VM.expectRevert(_panic(OVERFLOW));
        _token.increaseAllowance(STRANGER, added);
    }

    function testFuzz_RefusesToTransferMoreThanThereIs(uint256 balance, uint256 amount) external {
        balance = _within(balance, 0, type(uint256).max - 1);
        amount = _within(amount, balance + 1, type(uint256).max);
        _token.mint(address(this), balance);
        VM.expectRevert(
            abi.encodeWithSelector(
                IERC20Errors.ERC20InsufficientBalance.selector,
                address(this),
                balance,
                amount
            )
        );
        _token.transfer(STRANGER, amount);
    }

    function test_RefusesToMintForNobody() external {
        VM.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, address(0)));
        _token.mint(address(0), 1);
    }
}
