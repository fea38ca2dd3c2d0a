// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IPolicy } from "../../../contracts/interfaces/IPolicy.sol";
import { UniActionPolicy } from "../../../contracts/policies/UniActionPolicy.sol";
import { UniActionHandler } from "../handlers/UniActionHandler.sol";
import { PolicyTest } from "../helpers/PolicyTest.sol";

contract UniActionPolicyTest is PolicyTest {
    UniActionPolicy private _policy;
    UniActionHandler private _handler;

    function setUp() external {
        _policy = new UniActionPolicy();
        _handler = new UniActionHandler(_policy);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    // valid

    function test_AllowsTheLimitInEachCallNotInAll() external {
        _initialize(_one(UniActionPolicy.ParamCondition.GREATER_THAN_OR_EQUAL, 0, 0));
        VM.assertEq(_check(100, _arguments(0)), PASSES, "first call");
        VM.assertEq(_check(100, _arguments(0)), PASSES, "second call");
    }

    function test_LooksAtTheWordAtItsOffset() external {
        _initialize(_one(UniActionPolicy.ParamCondition.EQUAL, 32, bytes32(uint256(7))));
        VM.assertEq(_check(0, abi.encodePacked(_arguments(1), uint256(7))), PASSES, "second argument");
        VM.assertEq(_check(0, abi.encodePacked(_arguments(7), uint256(1))), FAILS, "not the first");
        _initialize(_one(UniActionPolicy.ParamCondition.EQUAL, 1, bytes32(uint256(0x0700))));
        VM.assertEq(_check(0, abi.encodePacked(_arguments(7), uint256(1))), PASSES, "between words");
    }

    function test_AddsUpWhatALimitedRuleSeesUpToItsLimit() external {
        _initialize(_limited(100, 0));
        VM.assertEq(_check(0, _arguments(60)), PASSES, "60 of 100");
        VM.assertEq(_check(0, _arguments(40)), PASSES, "100 of 100");
        VM.assertEq(_used(), 100, "used");
    }

    function test_StartsFromWhatItIsTold() external {
        _initialize(_limited(100, 50));
        VM.assertEq(_check(0, _arguments(51)), FAILS, "51 more");
        VM.assertEq(_check(0, _arguments(50)), PASSES, "50 more");
    }

    function test_StartsAnewWhenItIsConfiguredAgain() external {
        _initialize(_limited(100, 0));
        _check(0, _arguments(100));
        _initialize(_limited(100, 0));
        VM.assertEq(_used(), 0, "used");
    }

    /// @dev Each field changes, once up and once down.
    function test_HoldsEveryFieldOfWhatItWasConfiguredWithLast() external {
        UniActionPolicy.ActionConfig memory low = _limited(100, 7);
        UniActionPolicy.ActionConfig memory high = _one(
            UniActionPolicy.ParamCondition.IN_RANGE,
            32,
            bytes32(uint256(9))
        );
        high.valueLimitPerUse = 101;
        high.paramRules.length = 16;
        high.paramRules.rules[0].usage = UniActionPolicy.LimitUsage({ limit: 101, used: 8 });
        for (uint256 i = 1; i < 16; ++i) low.paramRules.rules[i] = high.paramRules.rules[0];
        for (uint256 i = 1; i < 16; ++i) high.paramRules.rules[i] = high.paramRules.rules[0];
        _initialize(high);
        _assertConfig(high);
        _initialize(low);
        _assertConfig(low);
        VM.expectRevert(_valueLimitExceeded(101, 100));
        _check(101, _arguments(0));
        _initialize(high);
        _assertConfig(high);
    }

    function test_ForgetsTheRulesThatItNoLongerHas() external {
        UniActionPolicy.ActionConfig memory config = _one(UniActionPolicy.ParamCondition.NOT_EQUAL, 0, 0);
        config.paramRules.length = 2; // the second: the first word is 0
        _initialize(config);
        VM.assertEq(_check(0, _arguments(1)), FAILS, "two rules");
        config.paramRules.length = 1;
        _initialize(config);
        VM.assertEq(_check(0, _arguments(1)), PASSES, "one rule");
    }

    function test_SaysThatItIsConfigured() external {
        VM.expectEmit(address(_policy));
        emit IPolicy.PolicySet(ID, address(this), ACCOUNT);
        _initialize(_limited(1, 0));
    }

    function test_TellsWhatItIs() external view {
        _assertKinds(_policy, false, true, false);
    }

    // invalid

    function test_RefusesMoreValueThanOneCallMaySend() external {
        _initialize(_limited(100, 0));
        VM.expectRevert(_valueLimitExceeded(101, 100));
        _check(101, _arguments(0));
    }

    function test_FailsAboveALimitedRulesLimitAndCountsNothing() external {
        _initialize(_limited(100, 0));
        _check(0, _arguments(60));
        VM.assertEq(_check(0, _arguments(41)), FAILS, "101 of 100");
        VM.assertEq(_used(), 60, "used");
    }

    function test_FailsALimitedRuleWhoseConditionDoesNotHoldAndCountsNothing() external {
        UniActionPolicy.ActionConfig memory config = _limited(100, 0);
        config.paramRules.rules[0].condition = UniActionPolicy.ParamCondition.LESS_THAN;
        config.paramRules.rules[0].ref = bytes32(uint256(5));
        _initialize(config);
        VM.assertEq(_check(0, _arguments(5)), FAILS, "5 < 5");
        VM.assertEq(_used(), 0, "used");
    }

    function test_RefusesASumThatOverflows() external {
        _initialize(_limited(type(uint256).max, 1));
        VM.expectRevert(_panic(OVERFLOW));
        _check(0, _arguments(type(uint256).max));
    }

    function test_RefusesCallDataThatDoesNotReachTheArgument() external {
        _initialize(_one(UniActionPolicy.ParamCondition.GREATER_THAN_OR_EQUAL, 0, 0));
        uint256[4] memory lengths = [uint256(0), 3, 4, 35];
        for (uint256 i; i < lengths.length; ++i) {
            VM.expectRevert("");
            _check(0, _first(_arguments(0), lengths[i]));
        }
    }

    function test_RefusesAnOffsetThatNoCallDataReaches() external {
        _initialize(_one(UniActionPolicy.ParamCondition.GREATER_THAN_OR_EQUAL, type(uint64).max - 36, 0));
        VM.expectRevert("");
        _check(0, _arguments(0));
        _initialize(_one(UniActionPolicy.ParamCondition.GREATER_THAN_OR_EQUAL, type(uint64).max - 35, 0));
        VM.expectRevert(_panic(OVERFLOW));
        _check(0, _arguments(0));
    }

    function test_RefusesUseWhereNothingIsConfigured() external {
        VM.expectRevert(_notInitialized(address(this)));
        _check(0, _arguments(0));
    }

    function test_TakesNoRulesAndRefusesTheirUse() external {
        UniActionPolicy.ActionConfig memory config = _limited(1, 0);
        config.paramRules.length = 0;
        _initialize(config);
        VM.expectRevert(_notInitialized(address(this)));
        _check(0, _arguments(0));
    }

    function test_RefusesWhomItWasNotConfiguredFor() external {
        _initialize(_limited(100, 0));
        VM.prank(STRANGER);
        VM.expectRevert(_notInitialized(STRANGER));
        _check(0, _arguments(0));
        VM.expectRevert(_notInitializedFor(OTHER_ID, ACCOUNT));
        _policy.checkAction(OTHER_ID, ACCOUNT, TARGET, 0, _arguments(0));
        VM.expectRevert(_notInitializedFor(ID, OTHER_ACCOUNT));
        _policy.checkAction(ID, OTHER_ACCOUNT, TARGET, 0, _arguments(0));
    }

    function test_CannotBeConfiguredByAnotherMultiplexer() external {
        _initialize(_limited(100, 0));
        VM.prank(STRANGER);
        _initialize(_limited(1000, 0));
        VM.assertEq(_check(0, _arguments(101)), FAILS, "still the own limit");
    }

    function testFuzz_RefusesMoreThan16Rules(uint256 length) external {
        UniActionPolicy.ActionConfig memory config = _limited(1, 0);
        config.paramRules.length = _within(length, 17, type(uint256).max);
        VM.expectRevert(_panic(OUT_OF_BOUNDS));
        _initialize(config);
    }

    /// @dev A config is 98 words: limit, length, and six for each of 16 rules.
    function testFuzz_RefusesInitDataThatIsCutShort(uint256 length) external {
        bytes memory initData = abi.encode(_limited(1, 0));
        VM.assertEq(initData.length, 98 * 32, "length");
        VM.expectRevert("");
        _policy.initializeWithMultiplexer(
            ACCOUNT,
            ID,
            _first(initData, _within(length, 0, initData.length - 1))
        );
    }

    function testFuzz_RefusesWhatIsNoRuleInAnySlot(uint256 slot) external {
        slot = 2 + 6 * _within(slot, 0, 15);
        uint256[3] memory tooMuch = [uint256(7), uint256(type(uint64).max) + 1, 2]; // condition, offset, isLimited
        for (uint256 i; i < tooMuch.length; ++i) {
            bytes memory initData = _withWord(abi.encode(_limited(1, 0)), 0, slot + i, tooMuch[i]);
            VM.expectRevert("");
            _policy.initializeWithMultiplexer(ACCOUNT, ID, initData);
        }
    }

    // fuzz

    function testFuzz_ComparesAsSolidityDoes(uint256 ref, uint256 argument, uint8 nearness) external {
        if (nearness < 128) {
            unchecked {
                argument = ref + (nearness % 3) - 1;
            }
        }
        bool[6] memory expected = [
            argument == ref,
            argument > ref,
            argument < ref,
            argument >= ref,
            argument <= ref,
            argument != ref
        ];
        for (uint256 i; i < expected.length; ++i) {
            _initialize(_one(UniActionPolicy.ParamCondition(i), 0, bytes32(ref)));
            VM.assertEq(_check(0, _arguments(argument)), expected[i] ? PASSES : FAILS, "answer");
        }
    }

    function testFuzz_ARangeIncludesBothItsEnds(uint128 min, uint128 max, uint256 argument) external {
        _initialize(_one(UniActionPolicy.ParamCondition.IN_RANGE, 0, bytes32(abi.encodePacked(min, max))));
        uint256[5] memory words = [argument, min, max, uint256(max) + 1, min == 0 ? 0 : uint256(min) - 1];
        for (uint256 i; i < words.length; ++i) {
            bool inside = words[i] >= min && words[i] <= max;
            VM.assertEq(_check(0, _arguments(words[i])), inside ? PASSES : FAILS, "answer");
        }
    }

    function testFuzz_EachOf16RulesHasToHold(uint8 broken) external {
        broken = uint8(_within(broken, 0, 16)); // 16: none
        UniActionPolicy.ActionConfig memory config;
        config.paramRules.length = 16;
        bytes memory data = hex"d09de08a";
        for (uint256 i; i < 16; ++i) {
            config.paramRules.rules[i].offset = uint64(32 * i);
            config.paramRules.rules[i].ref = bytes32(i);
            data = abi.encodePacked(data, i == broken ? 99 : i);
        }
        _initialize(config);
        VM.assertEq(_check(0, data), broken == 16 ? PASSES : FAILS, "answer");
    }

    // invariant

    function invariant_ALimitedRuleHasAddedUpWhatPassedAndIsWithinItsLimit() external view {
        (, UniActionPolicy.ParamRules memory rules) = _policy.actionConfigs(
            _handler.ID(),
            address(_handler),
            _handler.ACCOUNT()
        );
        VM.assertEq(rules.rules[0].usage.used, _handler.accepted(), "used");
        VM.assertLe(rules.rules[0].usage.used, _handler.LIMIT(), "limit");
    }

    function _initialize(UniActionPolicy.ActionConfig memory config) private {
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encode(config));
    }

    function _check(uint256 value, bytes memory data) private returns (uint256) {
        return _policy.checkAction(ID, ACCOUNT, TARGET, value, data);
    }

    /// @dev One rule, and up to 100 wei in each call.
    function _one(
        UniActionPolicy.ParamCondition condition,
        uint64 offset,
        bytes32 ref
    ) private pure returns (UniActionPolicy.ActionConfig memory config) {
        config.valueLimitPerUse = 100;
        config.paramRules.length = 1;
        config.paramRules.rules[0].condition = condition;
        config.paramRules.rules[0].offset = offset;
        config.paramRules.rules[0].ref = ref;
    }

    /// @dev One rule that any first argument meets, and that adds it up.
    function _limited(
        uint256 limit,
        uint256 used
    ) private pure returns (UniActionPolicy.ActionConfig memory config) {
        config = _one(UniActionPolicy.ParamCondition.GREATER_THAN_OR_EQUAL, 0, 0);
        config.paramRules.rules[0].isLimited = true;
        config.paramRules.rules[0].usage = UniActionPolicy.LimitUsage({ limit: limit, used: used });
    }

    function _arguments(uint256 first) private pure returns (bytes memory) {
        return abi.encodePacked(bytes4(0xd09de08a), first);
    }

    function _valueLimitExceeded(uint256 value, uint256 limit) private pure returns (bytes memory) {
        return abi.encodeWithSelector(UniActionPolicy.ValueLimitExceeded.selector, ID, value, limit);
    }

    function _assertConfig(UniActionPolicy.ActionConfig memory expected) private view {
        UniActionPolicy.ActionConfig memory held;
        (held.valueLimitPerUse, held.paramRules) = _policy.actionConfigs(ID, address(this), ACCOUNT);
        bytes32 hash = keccak256(abi.encode(held));
        VM.assertEq(uint256(hash), uint256(keccak256(abi.encode(expected))), "config");
    }

    function _used() private view returns (uint256) {
        (, UniActionPolicy.ParamRules memory rules) = _policy.actionConfigs(ID, address(this), ACCOUNT);
        return rules.rules[0].usage.used;
    }
}
