// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IActionPolicy } from "../interfaces/IActionPolicy.sol";
import { IPolicy } from "../interfaces/IPolicy.sol";

/// @title UniActionPolicy, the reference contract
/// @notice Allows a call where its value is within a limit and each rule holds for the argument it looks at. A
/// rule may also add its argument up over all calls, to a limit; it is added in validation, whether or not the
/// call then succeeds.
/// @dev initData: `abi.encode(ActionConfig)`, static, always with 16 slots for rules; what follows is ignored.
/// Words compare as unsigned numbers.
contract UniActionPolicy is IActionPolicy {
    /// @notice How an argument has to stand to a rule's `ref`. IN_RANGE: `ref` is `uint128 min ‖ uint128 max`,
    /// both included.
    enum ParamCondition {
        EQUAL,
        GREATER_THAN,
        LESS_THAN,
        GREATER_THAN_OR_EQUAL,
        LESS_THAN_OR_EQUAL,
        NOT_EQUAL,
        IN_RANGE
    }

    /// @notice How much an argument may add up to over all calls, and how much it has.
    struct LimitUsage {
        uint256 limit;
        uint256 used;
    }

    /// @notice A rule about the word of call data that starts `offset` bytes after the selector.
    struct ParamRule {
        ParamCondition condition;
        uint64 offset;
        bool isLimited;
        bytes32 ref;
        LimitUsage usage;
    }

    /// @notice The rules: the first `length` of the slots.
    struct ParamRules {
        uint256 length;
        ParamRule[16] rules;
    }

    /// @notice The greatest native value of one call, in wei, and the rules for its arguments.
    struct ActionConfig {
        uint256 valueLimitPerUse;
        ParamRules paramRules;
    }

    /// @notice The limit and the rules of a config.
    mapping(bytes32 id => mapping(address multiplexer => mapping(address account => ActionConfig config)))
        public actionConfigs;

    /// @notice A call would send more than one call may.
    /// @param id The action's config.
    /// @param value What it would send, in wei.
    /// @param limit What it may send, in wei.
    error ValueLimitExceeded(bytes32 id, uint256 value, uint256 limit);

    /// @inheritdoc IPolicy
    /// @dev What a rule has added up so far may be given. Slots from `length` on keep what they held: they are
    /// not looked at. A `length` of 0 is accepted when it is set and refused when it is used, as v1 does; more
    /// than 16 is a panic.
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata initData) external {
        ActionConfig memory given = abi.decode(initData, (ActionConfig));
        ActionConfig storage config = actionConfigs[configId][msg.sender][account];
        config.valueLimitPerUse = given.valueLimitPerUse;
        config.paramRules.length = given.paramRules.length;
        for (uint256 i; i < given.paramRules.length; ++i) {
            config.paramRules.rules[i] = given.paramRules.rules[i];
        }
        emit PolicySet(configId, msg.sender, account);
    }

    /// @inheritdoc IActionPolicy
    /// @dev A rule that looks beyond the call data reverts without data, one that fails answers 1; what the
    /// rules before it have added up stays added. SmartSession then reverts it all.
    function checkAction(
        bytes32 id,
        address account,
        address,
        uint256 value,
        bytes calldata data
    ) external returns (uint256) {
        ActionConfig storage config = actionConfigs[id][msg.sender][account];
        uint256 length = config.paramRules.length;
        if (length == 0) revert PolicyNotInitialized(id, msg.sender, account);
        if (value > config.valueLimitPerUse) revert ValueLimitExceeded(id, value, config.valueLimitPerUse);
        for (uint256 i; i < length; ++i) {
            if (!_check(config.paramRules.rules[i], data)) return 1;
        }
        return 0;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IPolicy).interfaceId ||
            interfaceId == type(IActionPolicy).interfaceId;
    }

    function _check(ParamRule storage rule, bytes calldata data) private returns (bool) {
        uint64 start = 4 + rule.offset;
        bytes32 argument = bytes32(data[start:start + 32]);
        if (!_holds(rule.condition, uint256(argument), uint256(rule.ref))) return false;
        if (!rule.isLimited) return true;
        uint256 used = rule.usage.used + uint256(argument);
        if (used > rule.usage.limit) return false;
        rule.usage.used = used;
        return true;
    }

    function _holds(ParamCondition condition, uint256 argument, uint256 ref) private pure returns (bool) {
        if (condition == ParamCondition.EQUAL) return argument == ref;
        if (condition == ParamCondition.GREATER_THAN) return argument > ref;
        if (condition == ParamCondition.LESS_THAN) return argument < ref;
        if (condition == ParamCondition.GREATER_THAN_OR_EQUAL) return argument >= ref;
        if (condition == ParamCondition.LESS_THAN_OR_EQUAL) return argument <= ref;
        if (condition == ParamCondition.NOT_EQUAL) return argument != ref;
        return argument >= ref >> 128 && argument <= uint128(ref);
    }
}
