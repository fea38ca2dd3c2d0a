// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IPolicy } from "../../../contracts/interfaces/IPolicy.sol";
import { ERC20SpendingLimitPolicy } from "../../../contracts/policies/ERC20SpendingLimitPolicy.sol";
import { Token } from "../../../contracts/targets/Token.sol";
import { ERC20SpendingLimitHandler } from "../handlers/ERC20SpendingLimitHandler.sol";
import { PolicyTest } from "../helpers/PolicyTest.sol";

contract ERC20SpendingLimitPolicyTest is PolicyTest {
    address private constant TOKEN = address(0x70c1);
    address private constant OTHER_TOKEN = address(0x70c2);
    address private constant SOMEBODY = address(0x50b0);

    ERC20SpendingLimitPolicy private _policy;
    ERC20SpendingLimitHandler private _handler;

    function setUp() external {
        _policy = new ERC20SpendingLimitPolicy();
        _handler = new ERC20SpendingLimitHandler(_policy);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    // valid

    function test_AddsUpWhatIsTransferredAndWhatIsApproved() external {
        _initialize(100);
        VM.assertEq(_check(_transfer(40)), PASSES, "transfer");
        VM.assertEq(_check(_transferFrom(STRANGER, SOMEBODY, 30)), PASSES, "transferFrom");
        VM.assertEq(_check(_approve(20)), PASSES, "approve");
        VM.assertEq(_check(_increaseAllowance(10)), PASSES, "increaseAllowance");
        _assertState(TOKEN, 100, 70, 30);
    }

    function test_CountsNothingForATransferFromToTheAccountItself() external {
        _initialize(100);
        VM.assertEq(_check(_transferFrom(STRANGER, ACCOUNT, type(uint256).max)), PASSES, "collect");
        _assertState(TOKEN, 100, 0, 0);
    }

    function test_KeepsTokensApart() external {
        _initializeTwo(100, 50);
        VM.assertEq(_check(_transfer(100)), PASSES, "first");
        VM.assertEq(_checkOf(OTHER_TOKEN, _transfer(50)), PASSES, "second");
        _assertState(TOKEN, 100, 100, 0);
        _assertState(OTHER_TOKEN, 50, 50, 0);
    }

    function test_SaysWhatACallAddsAndWhatIsLeft() external {
        _initialize(100);
        VM.expectEmit(address(_policy));
        emit ERC20SpendingLimitPolicy.TokenSpent(ID, address(this), TOKEN, ACCOUNT, 30, 70);
        _check(_transfer(30));
        VM.expectEmit(address(_policy));
        emit ERC20SpendingLimitPolicy.TokenSpent(ID, address(this), TOKEN, ACCOUNT, 20, 50);
        _check(_approve(20));
    }

    function test_StartsAnewWhenItIsConfiguredAgain() external {
        _initialize(100);
        _check(_transfer(60));
        _check(_approve(40));
        _initialize(50);
        _assertState(TOKEN, 50, 0, 0);
    }

    function test_TakesTheLastLimitOfATokenThatIsGivenTwice() external {
        _initializeWith(_two(TOKEN, TOKEN), _two(5, 9));
        _assertState(TOKEN, 9, 0, 0);
    }

    function test_TakesNoTokensAtAllAndForgetsTheOnesItHad() external {
        _initializeTwo(100, 50);
        VM.expectEmit(address(_policy));
        emit IPolicy.PolicySet(ID, address(this), ACCOUNT);
        _initializeWith(new address[](0), new uint256[](0));
        VM.assertEq(_check(_transfer(1)), FAILS, "first");
        VM.assertEq(_checkOf(OTHER_TOKEN, _transfer(1)), FAILS, "second");
        VM.expectRevert(_invalidToken(TOKEN));
        _policy.getPolicyData(ID, address(this), TOKEN, ACCOUNT);
    }

    function test_ForgetsEachTokenOfAListThatShrankAndGrewAgain() external {
        _initializeTwo(100, 50);
        _initialize(100);
        _initializeWith(_two(SOMEBODY, TOKEN), _two(1, 2));
        _assertState(TOKEN, 2, 0, 0);
        _initialize(3);
        VM.assertEq(_checkOf(SOMEBODY, _transfer(1)), FAILS, "dropped");
        VM.assertEq(_checkOf(OTHER_TOKEN, _transfer(1)), FAILS, "dropped long ago");
        _assertState(TOKEN, 3, 0, 0);
    }

    function test_LetsACallThatMovesNothingPassForAnyToken() external {
        VM.assertEq(_check(_transfer(0)), PASSES, "unconfigured");
    }

    function test_SaysThatItIsConfigured() external {
        VM.expectEmit(address(_policy));
        emit IPolicy.PolicySet(ID, address(this), ACCOUNT);
        _initialize(1);
    }

    function test_TellsWhatItIs() external view {
        _assertKinds(_policy, false, true, false);
    }

    // invalid

    function test_FailsAboveTheLimitAndCountsNothing() external {
        _initialize(100);
        _check(_transfer(60));
        bytes[4] memory calls = [
            _transfer(41),
            _transferFrom(STRANGER, SOMEBODY, 41),
            _approve(41),
            _increaseAllowance(41)
        ];
        for (uint256 i; i < calls.length; ++i) VM.assertEq(_check(calls[i]), FAILS, "101 of 100");
        _assertState(TOKEN, 100, 60, 0);
    }

    function test_GivesNothingBackForAnApprovalThatIsTakenBack() external {
        _initialize(100);
        _check(_approve(100));
        _check(_approve(0));
        VM.assertEq(_check(_transfer(1)), FAILS, "still used up");
        _assertState(TOKEN, 100, 0, 100);
    }

    function test_FailsATransferToTheAccountItself() external {
        _initialize(100);
        VM.assertEq(_check(abi.encodeCall(IERC20.transfer, (ACCOUNT, 101))), FAILS, "transfer counts");
    }

    function test_FailsAnyNativeValue() external {
        _initialize(100);
        VM.assertEq(_policy.checkAction(ID, ACCOUNT, TOKEN, 1, _transfer(1)), FAILS, "1 wei");
        _assertState(TOKEN, 100, 0, 0);
    }

    function testFuzz_FailsAnyOtherFunction(bytes4 selector) external {
        VM.assume(selector != IERC20.transfer.selector && selector != IERC20.transferFrom.selector);
        VM.assume(selector != IERC20.approve.selector && selector != Token.increaseAllowance.selector);
        _initialize(100);
        VM.assertEq(_check(abi.encodePacked(selector, uint256(1), uint256(1))), FAILS, "selector");
    }

    function test_FailsATokenWithoutALimit() external {
        _initialize(100);
        VM.assertEq(_checkOf(OTHER_TOKEN, _transfer(1)), FAILS, "other token");
        VM.expectRevert(_invalidToken(OTHER_TOKEN));
        _policy.getPolicyData(ID, address(this), OTHER_TOKEN, ACCOUNT);
    }

    function test_FailsATokenThatItNoLongerHas() external {
        _initializeTwo(100, 50);
        _initialize(100);
        VM.assertEq(_checkOf(OTHER_TOKEN, _transfer(1)), FAILS, "dropped");
        VM.expectRevert(_invalidToken(OTHER_TOKEN));
        _policy.getPolicyData(ID, address(this), OTHER_TOKEN, ACCOUNT);
    }

    function test_FailsWhomItWasNotConfiguredFor() external {
        _initialize(100);
        VM.prank(STRANGER);
        VM.assertEq(_check(_transfer(1)), FAILS, "multiplexer");
        VM.assertEq(_policy.checkAction(OTHER_ID, ACCOUNT, TOKEN, 0, _transfer(1)), FAILS, "config");
        VM.assertEq(_policy.checkAction(ID, OTHER_ACCOUNT, TOKEN, 0, _transfer(1)), FAILS, "account");
        _assertState(TOKEN, 100, 0, 0);
    }

    function test_CannotBeConfiguredByAnotherMultiplexer() external {
        _initialize(100);
        VM.prank(STRANGER);
        _initialize(1000);
        _assertState(TOKEN, 100, 0, 0);
    }

    function test_RefusesTheZeroAddressAsTarget() external {
        _initialize(100);
        VM.expectRevert(_invalidToken(address(0)));
        _checkOf(address(0), _transfer(0));
    }

    function test_RefusesASumThatOverflows() external {
        _initialize(type(uint256).max);
        _check(_transfer(type(uint256).max));
        VM.expectRevert(_panic(OVERFLOW));
        _check(_transfer(1));
        VM.expectRevert(_panic(OVERFLOW));
        _check(_approve(1));
    }

    function testFuzz_RefusesCallDataThatIsCutShort(uint256 which, uint256 length) external {
        bytes[4] memory calls = [
            _transfer(0),
            _transferFrom(STRANGER, SOMEBODY, 0),
            _approve(0),
            _increaseAllowance(0)
        ];
        bytes memory whole = calls[which % calls.length];
        _initialize(100);
        VM.expectRevert("");
        _check(_first(whole, _within(length, 0, whole.length - 1)));
    }

    function test_RefusesAnArgumentThatIsNoAddress() external {
        _initialize(100);
        VM.expectRevert("");
        _check(abi.encodePacked(IERC20.transfer.selector, type(uint256).max, uint256(1)));
    }

    function test_RefusesALimitOfZero() external {
        VM.expectRevert(abi.encodeWithSelector(ERC20SpendingLimitPolicy.InvalidLimit.selector, uint256(0)));
        _initialize(0);
    }

    function test_RefusesTheZeroAddressAsToken() external {
        VM.expectRevert(_invalidToken(address(0)));
        _initializeWith(_two(TOKEN, address(0)), _two(1, 1));
    }

    function test_RefusesTokensAndLimitsThatAreNotTheSameInNumber() external {
        bytes memory refusal = abi.encodeWithSelector(
            ERC20SpendingLimitPolicy.InvalidInitDataLength.selector
        );
        VM.expectRevert(refusal);
        _initializeWith(_two(TOKEN, OTHER_TOKEN), new uint256[](1));
        VM.expectRevert(refusal);
        _initializeWith(new address[](1), _two(1, 1));
    }

    function testFuzz_RefusesInitDataThatIsCutShort(uint256 length) external {
        bytes memory initData = abi.encode(_two(TOKEN, OTHER_TOKEN), _two(1, 1));
        VM.expectRevert("");
        _policy.initializeWithMultiplexer(
            ACCOUNT,
            ID,
            _first(initData, _within(length, 0, initData.length - 1))
        );
    }

    // fuzz

    function testFuzz_SpentAndApprovedNeverExceedTheLimit(
        uint256 limit,
        uint8[8] calldata kinds,
        uint256[8] calldata amounts
    ) external {
        limit = _within(limit, 1, type(uint128).max);
        _initialize(limit);
        uint256[2] memory used;
        for (uint256 i; i < kinds.length; ++i) {
            uint256 amount = _within(amounts[i], 0, limit / 2);
            bytes[4] memory calls = [
                _transfer(amount),
                _transferFrom(ACCOUNT, SOMEBODY, amount),
                _approve(amount),
                _increaseAllowance(amount)
            ];
            uint256 kind = kinds[i] % 4;
            bool fits = used[0] + used[1] + amount <= limit;
            VM.assertEq(_check(calls[kind]), fits ? PASSES : FAILS, "answer");
            if (fits) used[kind / 2] += amount;
            _assertState(TOKEN, limit, used[0], used[1]);
        }
    }

    // invariant

    function invariant_SpentAndApprovedAreWhatPassedAndWithinTheLimit() external view {
        for (uint256 i; i < 2; ++i) {
            (uint256 limit, uint256 spent, uint256 approved) = _policy.getPolicyData(
                _handler.ID(),
                address(_handler),
                _handler.tokens(i),
                _handler.ACCOUNT()
            );
            VM.assertEq(spent, _handler.spent(i), "spent");
            VM.assertEq(approved, _handler.approved(i), "approved");
            VM.assertEq(limit, _handler.LIMIT(), "the limit itself");
            VM.assertLe(spent + approved, limit, "limit");
        }
    }

    function _initialize(uint256 limit) private {
        (address[] memory tokens, uint256[] memory limits) = (new address[](1), new uint256[](1));
        (tokens[0], limits[0]) = (TOKEN, limit);
        _initializeWith(tokens, limits);
    }

    function _initializeTwo(uint256 limit, uint256 otherLimit) private {
        _initializeWith(_two(TOKEN, OTHER_TOKEN), _two(limit, otherLimit));
    }

    function _initializeWith(address[] memory tokens, uint256[] memory limits) private {
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encode(tokens, limits));
    }

    function _check(bytes memory callData) private returns (uint256) {
        return _checkOf(TOKEN, callData);
    }

    function _checkOf(address token, bytes memory callData) private returns (uint256) {
        return _policy.checkAction(ID, ACCOUNT, token, 0, callData);
    }

    function _assertState(address token, uint256 limit, uint256 spent, uint256 approved) private view {
        (uint256 itsLimit, uint256 itsSpent, uint256 itsApproved) = _policy.getPolicyData(
            ID,
            address(this),
            token,
            ACCOUNT
        );
        VM.assertEq(itsLimit, limit, "limit");
        VM.assertEq(itsSpent, spent, "spent");
        VM.assertEq(itsApproved, approved, "approved");
    }

    function _transfer(uint256 amount) private pure returns (bytes memory) {
        return abi.encodeCall(IERC20.transfer, (SOMEBODY, amount));
    }

    function _transferFrom(address from, address to, uint256 amount) private pure returns (bytes memory) {
        return abi.encodeCall(IERC20.transferFrom, (from, to, amount));
    }

    function _approve(uint256 amount) private pure returns (bytes memory) {
        return abi.encodeCall(IERC20.approve, (SOMEBODY, amount));
    }

    function _increaseAllowance(uint256 amount) private pure returns (bytes memory) {
        return abi.encodeCall(Token.increaseAllowance, (SOMEBODY, amount));
    }

    function _invalidToken(address token) private pure returns (bytes memory) {
        return abi.encodeWithSelector(ERC20SpendingLimitPolicy.InvalidTokenAddress.selector, token);
    }

    function _two(address first, address second) private pure returns (address[] memory both) {
        both = new address[](2);
        (both[0], both[1]) = (first, second);
    }

    function _two(uint256 first, uint256 second) private pure returns (uint256[] memory both) {
        both = new uint256[](2);
        (both[0], both[1]) = (first, second);
    }
}
