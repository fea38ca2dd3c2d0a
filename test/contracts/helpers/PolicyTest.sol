// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IPolicy } from "../../../contracts/interfaces/IPolicy.sol";
import { PackedUserOperation } from "../../../contracts/interfaces/PackedUserOperation.sol";
import { Test } from "./Test.sol";

/// @title PolicyTest
/// @notice What the tests of every policy start from. The test is the multiplexer.
abstract contract PolicyTest is Test {
    bytes32 internal constant ID = keccak256("a config");
    bytes32 internal constant OTHER_ID = keccak256("another config");
    address internal constant ACCOUNT = address(0xacc0);
    address internal constant OTHER_ACCOUNT = address(0xacc1);
    address internal constant TARGET = address(0x7a12e);

    uint256 internal constant PASSES = 0;
    uint256 internal constant FAILS = 1;

    /// @dev What a policy answers to one who has configured nothing.
    function _notInitialized(address multiplexer) internal pure returns (bytes memory) {
        return abi.encodeWithSelector(IPolicy.PolicyNotInitialized.selector, ID, multiplexer, ACCOUNT);
    }

    /// @dev What a policy answers this test about what it has configured nothing for.
    function _notInitializedFor(bytes32 id, address account) internal view returns (bytes memory) {
        return abi.encodeWithSelector(IPolicy.PolicyNotInitialized.selector, id, address(this), account);
    }

    /// @dev A user operation of the account.
    function _op(bytes memory callData) internal pure returns (PackedUserOperation memory op) {
        op.sender = ACCOUNT;
        op.callData = callData;
    }

    /// @dev Requires a policy to say that it is a policy for these, and for nothing else (ERC-165). The ids are
    /// written out: they are what SmartSession asks for, whatever the interfaces here become.
    function _assertKinds(IPolicy policy, bool userOp, bool action, bool signature) internal view {
        VM.assertEq(policy.supportsInterface(0x01ffc9a7), true, "ERC-165");
        VM.assertEq(policy.supportsInterface(0x989c9e46), true, "IPolicy");
        VM.assertEq(policy.supportsInterface(0x7129edce), userOp, "IUserOpPolicy");
        VM.assertEq(policy.supportsInterface(0x05c00895), action, "IActionPolicy");
        VM.assertEq(policy.supportsInterface(0xcbf34505), signature, "I1271Policy");
        VM.assertEq(policy.supportsInterface(0xffffffff), false, "0xffffffff");
    }
}
