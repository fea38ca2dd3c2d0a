// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ExecutionValue } from "../../../contracts/policies/ExecutionValue.sol";
import { ValueLimitPolicy } from "../../../contracts/policies/ValueLimitPolicy.sol";
import { ValueLimitHandler } from "../handlers/ValueLimitHandler.sol";
import { Executions } from "../helpers/Executions.sol";
import { PolicyTest } from "../helpers/PolicyTest.sol";

contract ValueLimitPolicyTest is PolicyTest {
    ValueLimitPolicy private _policy;
    ValueLimitHandler private _handler;

    function setUp() external {
        _policy = new ValueLimitPolicy();
        _handler = new ValueLimitHandler(_policy);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    // valid

    function test_PassesValueUpToTheLimitAndAddsItUp() external {
        _initialize(100);
        VM.assertEq(_action(60), PASSES, "60 of 100");
        VM.assertEq(_action(40), PASSES, "100 of 100");
        VM.assertEq(_action(0), PASSES, "nothing more");
        _assertState(100, 100);
    }

    function test_AsUserOpPolicyAddsUpTheValuesOfABatch() external {
        _initialize(100);
        VM.assertEq(_operation(Executions.single(10)), PASSES, "single");
        VM.assertEq(_operation(Executions.pair(30, 60)), PASSES, "batch");
        VM.assertEq(_operation(Executions.batch(new uint256[](0))), PASSES, "empty batch");
        _assertState(100, 100);
    }

    /// @dev What is read last may end where the batch ends.
    function test_AsUserOpPolicyReadsABatchToItsEnd() external {
        _initialize(100);
        // The array itself: at a word that is 0, and so its length.
        VM.assertEq(_operation(Executions.execute(0x01, abi.encode(0))), PASSES, "array");
        // The calls themselves: three are the three words that are left.
        VM.assertEq(_operation(Executions.execute(0x01, abi.encode(32, 3, 0, 0, 0))), PASSES, "pointers");
        // Where a call's data is: at the call, whose target is 0 and so their length.
        bytes memory calls = abi.encode(32, 2, 64, 160, 0, 30, 0, 0, 50, 0);
        VM.assertEq(_operation(Executions.execute(0x01, calls)), PASSES, "calls");
        _assertState(100, 80);
        // The length of a call's data, which has none.
        VM.assertEq(
            _operation(Executions.execute(0x01, abi.encode(32, 1, 32, 0, 10, 96, 0))),
            PASSES,
            "data"
        );
        _assertState(100, 90);
        // The data themselves, of the first call and of the second.
        VM.assertEq(_operation(_pairWith(7, 6 * 32)), PASSES, "first data");
        VM.assertEq(_operation(_pairWith(12, 32)), PASSES, "second data");
        _assertState(100, 94);
    }

    function test_AsUserOpPolicySeesNoValueInOtherFunctionsOfTheAccount() external {
        _initialize(100);
        bytes memory other = abi.encodeWithSignature(
            "other(bytes32,bytes)",
            bytes32(0),
            Executions.single(101)
        );
        VM.assertEq(_operation(other), PASSES, "other function");
        VM.assertEq(_operation(hex"deadbeef"), PASSES, "selector alone");
        _assertState(100, 0);
    }

    function test_IgnoresBytesBeyondTheThirtySecond() external {
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(uint256(100), hex"ff"));
        _assertState(100, 0);
    }

    function test_StartsAnewWhenItIsConfiguredAgain() external {
        _initialize(100);
        _action(100);
        _initialize(50);
        _assertState(50, 0);
    }

    function test_TellsWhatItIs() external view {
        _assertKinds(_policy, true, true, false);
    }

    // invalid

    function test_FailsAboveTheLimitAndCountsNothing() external {
        _initialize(100);
        VM.assertEq(_action(101), FAILS, "at once");
        _action(60);
        VM.assertEq(_action(41), FAILS, "in two calls");
        VM.assertEq(_operation(Executions.single(41)), FAILS, "single");
        VM.assertEq(_operation(Executions.pair(20, 21)), FAILS, "batch");
        _assertState(100, 60);
    }

    function test_FailsAnyValueWhereNothingIsConfigured() external {
        VM.assertEq(_action(1), FAILS, "unconfigured");
        VM.assertEq(_action(0), PASSES, "unconfigured, no value");
    }

    function test_FailsWhomItWasNotConfiguredFor() external {
        _initialize(100);
        VM.prank(STRANGER);
        VM.assertEq(_action(1), FAILS, "multiplexer");
        VM.assertEq(_policy.checkAction(OTHER_ID, ACCOUNT, TARGET, 1, ""), FAILS, "config");
        VM.assertEq(_policy.checkAction(ID, OTHER_ACCOUNT, TARGET, 1, ""), FAILS, "account");
        _assertState(100, 0);
    }

    function test_CannotBeConfiguredByAnotherMultiplexer() external {
        _initialize(100);
        VM.prank(STRANGER);
        _initialize(1000);
        VM.assertEq(_action(101), FAILS, "still the own limit");
    }

    function test_RefusesALimitOfZero() external {
        VM.expectRevert(_notInitialized(address(this)));
        _initialize(0);
    }

    function test_RefusesFewerThan32Bytes() external {
        VM.expectRevert("");
        _policy.initializeWithMultiplexer(ACCOUNT, ID, new bytes(31));
    }

    function testFuzz_RefusesAnyOtherCallType(bytes1 callType, uint256 value) external {
        VM.assume(callType > 0x01);
        _initialize(100);
        VM.expectRevert(abi.encodeWithSelector(ExecutionValue.UnsupportedCallType.selector, callType));
        _operation(Executions.execute(callType, abi.encodePacked(TARGET, value)));
    }

    function test_RefusesASumThatOverflows() external {
        _initialize(type(uint256).max);
        VM.expectRevert(_panic(OVERFLOW));
        _operation(Executions.pair(type(uint256).max, 1));
        _action(1);
        VM.expectRevert(_panic(OVERFLOW));
        _action(type(uint256).max);
    }

    function test_RefusesCallDataThatDoesNotHoldWhatItSays() external {
        bytes memory single = Executions.single(1);
        uint256[4] memory lengths = [uint256(0), 3, 35, 67];
        for (uint256 i; i < lengths.length; ++i) {
            VM.expectRevert("");
            _operation(_first(single, lengths[i]));
        }
        VM.expectRevert("");
        _operation(Executions.execute(0x00, new bytes(51)));
    }

    /// @dev Each word that points or counts, from one beyond the greatest that can be meant. The batch has 14
    /// words: 0 where the array is, 1 its length, 2 and 3 where its calls are; of each call, from 4 and from 9:
    /// target, value, where its data is, their length, the data.
    function testFuzz_RefusesABatchThatPointsOutsideOfItself(uint256 far) external {
        uint256[2][8] memory words = [
            [uint256(0), 13 * 32],
            [uint256(1), 12],
            [uint256(2), 13 * 32 - 4 * 32], // a call is three words at least, and counts from word 2
            [uint256(3), 13 * 32 - 4 * 32],
            [uint256(6), 13 * 32 - 4 * 32],
            [uint256(7), 13 * 32 - 7 * 32],
            [uint256(11), 13 * 32 - 9 * 32],
            [uint256(12), 13 * 32 - 12 * 32]
        ];
        _initialize(100);
        for (uint256 i; i < words.length; ++i) {
            (uint256 word, uint256 last) = (words[i][0], words[i][1]);
            uint256[3] memory beyond = [
                last + 1,
                _within(far, last + 1, type(uint256).max),
                type(uint256).max
            ];
            for (uint256 j; j < beyond.length; ++j) {
                VM.expectRevert(abi.encodeWithSelector(ExecutionValue.DecodingError.selector));
                _operation(_pairWith(word, beyond[j]));
            }
        }
    }

    function test_RefusesABatchThatIsCutShort() external {
        VM.expectRevert(abi.encodeWithSelector(ExecutionValue.DecodingError.selector));
        _operation(Executions.execute(0x01, new bytes(31)));
        VM.expectRevert(abi.encodeWithSelector(ExecutionValue.DecodingError.selector));
        _operation(Executions.execute(0x01, abi.encode(32, 1))); // one call, and it is missing
        VM.expectRevert(abi.encodeWithSelector(ExecutionValue.DecodingError.selector));
        _operation(Executions.execute(0x01, abi.encode(32, 4, 0, 0, 0))); // four, and the last is missing
        VM.expectRevert(abi.encodeWithSelector(ExecutionValue.DecodingError.selector));
        _operation(Executions.execute(0x01, abi.encode(32, 1, 32, 0, 10))); // where its data is, is missing
    }

    // fuzz

    function testFuzz_WhatPassesNeverExceedsTheLimit(uint256 limit, uint256[6] calldata values) external {
        limit = _within(limit, 1, type(uint128).max);
        _initialize(limit);
        uint256 accepted;
        for (uint256 i; i < values.length; ++i) {
            uint256 value = _within(values[i], 0, limit);
            bool fits = accepted + value <= limit;
            VM.assertEq(_action(value), fits ? PASSES : FAILS, "answer");
            if (fits) accepted += value;
            _assertState(limit, accepted);
        }
    }

    function testFuzz_ABatchCountsAsItsSum(uint128[] calldata values) external {
        VM.assume(values.length < 20);
        _initialize(type(uint256).max);
        uint256[] memory batch = new uint256[](values.length);
        uint256 sum;
        for (uint256 i; i < values.length; ++i) sum += batch[i] = values[i];
        VM.assertEq(_operation(Executions.batch(batch)), PASSES, "answer");
        _assertState(type(uint256).max, sum);
    }

    // invariant

    function invariant_UsedIsWhatPassedAndWithinTheLimit() external view {
        uint256 used = _policy.getUsed(_handler.ID(), address(_handler), _handler.ACCOUNT());
        VM.assertEq(used, _handler.accepted(), "used");
        VM.assertLe(used, _handler.LIMIT(), "limit");
    }

    function _initialize(uint256 limit) private {
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encode(limit));
    }

    function _action(uint256 value) private returns (uint256) {
        return _policy.checkAction(ID, ACCOUNT, TARGET, value, "");
    }

    function _operation(bytes memory callData) private returns (uint256) {
        return _policy.checkUserOpPolicy(ID, _op(callData));
    }

    /// @dev A batch of two calls that send 1 wei each, with one of its words replaced.
    function _pairWith(uint256 index, uint256 word) private pure returns (bytes memory) {
        return _withWord(Executions.pair(1, 1), 4 + 3 * 32, index, word);
    }

    function _assertState(uint256 limit, uint256 used) private view {
        VM.assertEq(_policy.getValueLimit(ID, address(this), ACCOUNT), limit, "limit");
        VM.assertEq(_policy.getUsed(ID, address(this), ACCOUNT), used, "used");
    }
}
