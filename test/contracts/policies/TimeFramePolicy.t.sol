// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IPolicy } from "../../../contracts/interfaces/IPolicy.sol";
import { TimeFramePolicy } from "../../../contracts/policies/TimeFramePolicy.sol";
import { PolicyTest } from "../helpers/PolicyTest.sol";

contract TimeFramePolicyTest is PolicyTest {
    TimeFramePolicy private _policy;

    function setUp() external {
        _policy = new TimeFramePolicy();
    }

    // valid

    /// @dev Validation data as ERC-4337 packs it: `validAfter ‖ validUntil ‖ 20 bytes of no failure`.
    function testFuzz_AnswersWithTheRangeThatItWasGiven(
        uint48 until,
        uint48 from,
        bytes calldata rest
    ) external {
        VM.assume((until != 0 && from <= until) || (until == 0 && from != 0));
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(until, from, rest));
        uint256 expected = uint256(bytes32(abi.encodePacked(from, until, bytes20(0))));
        VM.assertEq(_policy.checkAction(ID, ACCOUNT, TARGET, 0, ""), expected, "action");
        VM.assertEq(_policy.checkUserOpPolicy(ID, _op("")), expected, "operation");
        _assertFrame(until, from);
    }

    function test_ForgetsTheEarlierFrameWhenItIsConfiguredAgain() external {
        _initialize(200, 100);
        _initialize(400, 300);
        _assertFrame(400, 300);
        _initialize(0, 1);
        _assertFrame(0, 1);
        _initialize(2, 0);
        _assertFrame(2, 0);
    }

    function testFuzz_LetsSignFromTheStartAndBeforeTheEnd(uint48 until, uint48 from, uint48 time) external {
        VM.assume(until != 0 && from <= until);
        _initialize(until, from);
        uint256[4] memory times = [uint256(time), from, until, from == 0 ? 0 : from - 1];
        for (uint256 i; i < times.length; ++i) {
            VM.warp(times[i]);
            VM.assertEq(_maySign(), times[i] >= from && times[i] < until, "signature");
        }
    }

    function testFuzz_LetsSignForEverWhereThereIsNoEnd(uint48 from, uint48 time) external {
        VM.assume(from != 0);
        _initialize(0, from);
        VM.warp(time);
        VM.assertEq(_maySign(), time >= from, "signature");
    }

    function test_SaysThatItIsConfigured() external {
        VM.expectEmit(address(_policy));
        emit IPolicy.PolicySet(ID, address(this), ACCOUNT);
        _initialize(2, 1);
    }

    function test_TellsWhatItIs() external view {
        _assertKinds(_policy, true, true, true);
    }

    // invalid

    function testFuzz_RefusesAStartBehindTheEnd(uint48 until, uint48 from) external {
        VM.assume(until != 0 && from > until);
        VM.expectRevert(_notInitialized(address(this)));
        _initialize(until, from);
    }

    function testFuzz_RefusesFewerThan12Bytes(bytes12 initData, uint8 length) external {
        VM.expectRevert("");
        _policy.initializeWithMultiplexer(ACCOUNT, ID, _first(abi.encodePacked(initData), length % 12));
    }

    function test_RefusesEveryUseOfAFrameOfZeroes() external {
        _initialize(0, 0);
        VM.expectRevert(_notInitialized(address(this)));
        _policy.checkAction(ID, ACCOUNT, TARGET, 0, "");
        VM.expectRevert(_notInitialized(address(this)));
        _policy.checkUserOpPolicy(ID, _op(""));
        VM.expectRevert(_notInitialized(address(this)));
        _maySign();
    }

    function testFuzz_RefusesWhomItWasNotConfiguredFor(address stranger) external {
        VM.assume(stranger != address(this));
        _initialize(2, 1);
        VM.prank(stranger);
        VM.expectRevert(_notInitialized(stranger));
        _policy.checkAction(ID, ACCOUNT, TARGET, 0, "");
        VM.prank(stranger);
        VM.expectRevert(_notInitialized(stranger));
        _policy.checkUserOpPolicy(ID, _op(""));
        VM.prank(stranger);
        VM.expectRevert(_notInitialized(stranger));
        _maySign();
        VM.expectRevert(_notInitializedFor(OTHER_ID, ACCOUNT));
        _policy.checkAction(OTHER_ID, ACCOUNT, TARGET, 0, "");
        VM.expectRevert(_notInitializedFor(ID, OTHER_ACCOUNT));
        _policy.checkAction(ID, OTHER_ACCOUNT, TARGET, 0, "");
    }

    function test_CannotBeConfiguredByAnotherMultiplexer() external {
        _initialize(2, 1);
        VM.prank(STRANGER);
        _initialize(0, 1);
        _assertFrame(2, 1);
    }

    function _initialize(uint48 until, uint48 from) private {
        _policy.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(until, from));
    }

    function _assertFrame(uint48 until, uint48 from) private view {
        uint256 frame = uint96(bytes12(abi.encodePacked(until, from)));
        VM.assertEq(_policy.getTimeFrameConfig(ID, address(this), ACCOUNT), frame, "getTimeFrameConfig");
        VM.assertEq(_policy.timeFrameConfigs(ID, address(this), ACCOUNT), frame, "timeFrameConfigs");
    }

    function _maySign() private view returns (bool) {
        return _policy.check1271SignedAction(ID, TARGET, ACCOUNT, ID, "");
    }
}
