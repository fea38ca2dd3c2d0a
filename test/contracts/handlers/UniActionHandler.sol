// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { UniActionPolicy } from "../../../contracts/policies/UniActionPolicy.sol";

/// @title UniActionHandler
/// @notice A multiplexer that asks in any order, and keeps its own account of what passed.
contract UniActionHandler {
    bytes32 public constant ID = keccak256("a config");
    address public constant ACCOUNT = address(0xacc0);
    uint256 public constant LIMIT = 1000;

    uint256 public accepted;

    UniActionPolicy private immutable _POLICY;

    /// @dev One rule: the first argument is at most half of the limit, and adds up to the limit.
    constructor(UniActionPolicy policy) {
        _POLICY = policy;
        UniActionPolicy.ActionConfig memory config;
        config.paramRules.length = 1;
        config.paramRules.rules[0] = UniActionPolicy.ParamRule({
            condition: UniActionPolicy.ParamCondition.LESS_THAN_OR_EQUAL,
            offset: 0,
            isLimited: true,
            ref: bytes32(LIMIT / 2),
            usage: UniActionPolicy.LimitUsage({ limit: LIMIT, used: 0 })
        });
        _POLICY.initializeWithMultiplexer(ACCOUNT, ID, abi.encode(config));
    }

    function act(uint256 amount) external {
        amount %= LIMIT;
        bytes memory data = abi.encodePacked(bytes4(0xd09de08a), amount);
        if (_POLICY.checkAction(ID, ACCOUNT, address(1), 0, data) == 0) accepted += amount;
    }
}
