// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IPolicy } from "../../../contracts/interfaces/IPolicy.sol";
import { SudoPolicy } from "../../../contracts/policies/SudoPolicy.sol";
import { PolicyTest } from "../helpers/PolicyTest.sol";

contract SudoPolicyTest is PolicyTest {
    SudoPolicy private _policy;

    function setUp() external {
        _policy = new SudoPolicy();
    }

    function testFuzz_LetsEverythingPassForAnybody(
        address multiplexer,
        address account,
        address target,
        uint256 value,
        bytes calldata data
    ) external {
        VM.prank(multiplexer);
        VM.assertEq(_policy.checkAction(ID, account, target, value, data), PASSES, "action");
        VM.prank(multiplexer);
        VM.assertEq(_policy.checkUserOpPolicy(ID, _op(data)), PASSES, "operation");
        VM.prank(multiplexer);
        VM.assertEq(_policy.check1271SignedAction(ID, target, account, ID, data), true, "signature");
    }

    function testFuzz_SaysThatItIsConfiguredWhateverWith(bytes calldata initData) external {
        VM.expectEmit(address(_policy));
        emit IPolicy.PolicySet(ID, address(this), ACCOUNT);
        _policy.initializeWithMultiplexer(ACCOUNT, ID, initData);
    }

    function test_TellsWhatItIs() external view {
        _assertKinds(_policy, true, true, true);
    }
}
