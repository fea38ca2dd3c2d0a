// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { UsageLimitPolicy } from "../../../contracts/policies/UsageLimitPolicy.sol";
import { UsageLimitHandler } from "../handlers/UsageLimitHandler.sol";
import { PolicyTest } from "../helpers/PolicyTest.sol";

contract UsageLimitPolicyTest is PolicyTest {
    UsageLimitPolicy private _policy;
    UsageLimitHandler private _handler;

    function setUp() external {
        _policy = new UsageLimitPolicy();
        _handler = new UsageLimitHandler(_policy);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    // valid

    function testFuzz_PassesAsOftenAsTheLimitSays(uint8 limit, bool[40] calldata asOperation) external {
        limit = uint8(_within(limit, 1, 50));
        _initialize(limit);
        for (uint256 i; i < asOperation.length; ++i) {
            uint256 answer = asOperation[i] ? _operation() : _action();
            VM.assertEq(answer, i < limit ? PASSES : FAILS, "answer");
        }
        _assertState(limit, limit < 40 ? limit : 40);
    }

    function test_StartsAnewWhenItIsConfiguredAgain() external {
        _initialize(1);
        _action();
        _initialize(2);
        _assertState(2, 0);
        VM.assertEq(_action(), PASSES, "first use");
        _initialize(1);
        _assertState(1, 0);
    }

    function testFuzz_IgnoresBytesBeyondTheSixteenth(uint128 limit, bytes calldata rest) external {
        VM.assume(limit != 0);
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(limit, rest));
        _assertState(limit, 0);
    }

    function test_CountsUpToTheGreatestLimit() external {
        _initialize(type(uint128).max);
        VM.assertEq(_action(), PASSES, "action");
        VM.assertEq(_operation(), PASSES, "operation");
        _assertState(type(uint128).max, 2);
    }

    function test_TellsWhatItIs() external view {
        _assertKinds(_policy, true, true, false);
    }

    // invalid

    function testFuzz_FailsWhomItWasNotConfiguredForAndCountsNothing(address stranger) external {
        VM.assume(stranger != address(this));
        _initialize(type(uint128).max);
        VM.prank(stranger);
        VM.assertEq(_action(), FAILS, "multiplexer");
        VM.assertEq(_policy.checkAction(OTHER_ID, ACCOUNT, TARGET, 0, ""), FAILS, "config");
        VM.assertEq(_policy.checkAction(ID, OTHER_ACCOUNT, TARGET, 0, ""), FAILS, "account");
        _assertState(type(uint128).max, 0);
    }

    function test_CannotBeConfiguredByAnotherMultiplexer() external {
        _initialize(1);
        VM.prank(STRANGER);
        _initialize(100);
        _assertState(1, 0);
    }

    function testFuzz_RefusesALimitOfZeroWhateverFollows(bytes calldata rest) external {
        VM.expectRevert(_notInitialized(address(this)));
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(uint128(0), rest));
    }

    function testFuzz_RefusesFewerThan16Bytes(bytes16 initData, uint8 length) external {
        VM.expectRevert("");
        _policy.initializeWithMultiplexer(ACCOUNT, ID, _first(abi.encodePacked(initData), length % 16));
    }

    // invariant

    function invariant_UsedIsWhatPassedAndWithinTheLimit() external view {
        uint256 used = _policy.getUsed(_handler.ID(), address(_handler), _handler.ACCOUNT());
        VM.assertEq(used, _handler.accepted(), "used");
        VM.assertLe(used, _handler.LIMIT(), "limit");
    }

    function _initialize(uint128 limit) private {
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(limit));
    }

    function _action() private returns (uint256) {
        return _policy.checkAction(ID, ACCOUNT, TARGET, 0, "");
    }

    function _operation() private returns (uint256) {
        return _policy.checkUserOpPolicy(ID, _op(""));
    }

    function _assertState(uint256 limit, uint256 used) private view {
        VM.assertEq(_policy.getUsageLimit(ID, address(this), ACCOUNT), limit, "limit");
        VM.assertEq(_policy.getUsed(ID, address(this), ACCOUNT), used, "used");
        (uint128 itsLimit, uint128 itsUsed) = _policy.usageLimitConfigs(ID, address(this), ACCOUNT);
        VM.assertEq(itsLimit, limit, "usageLimitConfigs: limit");
        VM.assertEq(itsUsed, used, "usageLimitConfigs: used");
    }
}
