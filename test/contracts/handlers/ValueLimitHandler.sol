// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { PackedUserOperation } from "../../../contracts/interfaces/PackedUserOperation.sol";
import { ValueLimitPolicy } from "../../../contracts/policies/ValueLimitPolicy.sol";
import { Executions } from "../helpers/Executions.sol";

/// @title ValueLimitHandler
/// @notice A multiplexer that asks in any order, and keeps its own account of what passed.
contract ValueLimitHandler {
    bytes32 public constant ID = keccak256("a config");
    address public constant ACCOUNT = address(0xacc0);
    uint256 public constant LIMIT = 1000;

    uint256 public accepted;

    ValueLimitPolicy private immutable _POLICY;

    constructor(ValueLimitPolicy policy) {
        _POLICY = policy;
        _POLICY.initializeWithMultiplexer(ACCOUNT, ID, abi.encode(LIMIT));
    }

    function act(uint256 value) external {
        value %= LIMIT + 2;
        if (_POLICY.checkAction(ID, ACCOUNT, address(1), value, "") == 0) accepted += value;
    }

    function operate(uint256 first, uint256 second) external {
        (first, second) = (first % (LIMIT / 2), second % (LIMIT / 2));
        PackedUserOperation memory op;
        op.sender = ACCOUNT;
        op.callData = Executions.pair(first, second);
        if (_POLICY.checkUserOpPolicy(ID, op) == 0) accepted += first + second;
    }

    function startAnew(uint8 chance) external {
        if (chance > 32) return;
        accepted = 0;
        _POLICY.initializeWithMultiplexer(ACCOUNT, ID, abi.encode(LIMIT));
    }
}
