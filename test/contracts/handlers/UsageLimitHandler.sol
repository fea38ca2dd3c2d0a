// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { PackedUserOperation } from "../../../contracts/interfaces/PackedUserOperation.sol";
import { UsageLimitPolicy } from "../../../contracts/policies/UsageLimitPolicy.sol";

/// @title UsageLimitHandler
/// @notice A multiplexer that asks in any order, and keeps its own account of what passed.
contract UsageLimitHandler {
    bytes32 public constant ID = keccak256("a config");
    address public constant ACCOUNT = address(0xacc0);
    uint128 public constant LIMIT = 20;

    uint256 public accepted;

    UsageLimitPolicy private immutable _POLICY;

    constructor(UsageLimitPolicy policy) {
        _POLICY = policy;
        _POLICY.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(LIMIT));
    }

    function act() external {
        if (_POLICY.checkAction(ID, ACCOUNT, address(1), 0, "") == 0) ++accepted;
    }

    function operate() external {
        PackedUserOperation memory op;
        op.sender = ACCOUNT;
        if (_POLICY.checkUserOpPolicy(ID, op) == 0) ++accepted;
    }

    function startAnew(uint8 chance) external {
        if (chance > 16) return;
        accepted = 0;
        _POLICY.initializeWithMultiplexer(ACCOUNT, ID, abi.encodePacked(LIMIT));
    }
}
