// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Counter } from "../../../contracts/targets/Counter.sol";
import { Test } from "../helpers/Test.sol";

contract CounterTest is Test {
    Counter private _counter;

    function setUp() external {
        _counter = new Counter();
    }

    function testFuzz_CountsForEachAccountByItself(uint8 own, uint8 strangers) external {
        for (uint256 i; i < own % 32; ++i) _counter.increment();
        for (uint256 i; i < strangers % 32; ++i) {
            VM.prank(STRANGER);
            _counter.increment();
        }
        VM.assertEq(_counter.counts(address(this)), own % 32, "own");
        VM.assertEq(_counter.counts(STRANGER), strangers % 32, "the stranger's");
    }

    function test_SaysWhatTheCountIs() external {
        VM.expectEmit(address(_counter));
        emit Counter.Counted(address(this), 1);
        _counter.increment();
        VM.expectEmit(address(_counter));
        emit Counter.Counted(address(this), 0);
        _counter.decrement();
    }

    function test_RefusesToFallBelowZero() external {
        VM.prank(STRANGER);
        _counter.increment();
        VM.expectRevert(abi.encodeWithSelector(Counter.CountIsZero.selector, address(this)));
        _counter.decrement();
    }

    function testFuzz_TakesNoValue(bool up, uint96 value) external {
        VM.assume(value != 0);
        VM.deal(address(this), value);
        bytes4 selector = up ? Counter.increment.selector : Counter.decrement.selector;
        (bool taken, ) = address(_counter).call{ value: value }(abi.encodeWithSelector(selector));
        VM.assertEq(taken, false, "taken");
        VM.assertEq(_counter.counts(address(this)), 0, "count");
    }
}
