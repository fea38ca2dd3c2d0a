// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IActionPolicy } from "../interfaces/IActionPolicy.sol";
import { IPolicy } from "../interfaces/IPolicy.sol";
import { IUserOpPolicy } from "../interfaces/IUserOpPolicy.sol";
import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";
import { ExecutionValue } from "./ExecutionValue.sol";

/// @title ValueLimitPolicy, the reference contract
/// @notice Allows an amount of native value in all: over the user operations of a session where it is a userOp
/// policy, over the calls of an action where it is an action policy. Gas is not counted. Value is counted in
/// validation, whether or not the call then succeeds.
/// @dev initData: `uint256 limit`, in wei; what follows is ignored. As userOp policy it reads ERC-7579's
/// `execute`; through any other function of the account it sees no value.
contract ValueLimitPolicy is IUserOpPolicy, IActionPolicy {
    /// @notice How much value is allowed, and how much is used.
    struct ValueLimitConfig {
        uint256 valueLimit;
        uint256 limitUsed;
    }

    /// @notice The limit and the used value of a config, in wei.
    mapping(bytes32 id => mapping(address multiplexer => mapping(address account => ValueLimitConfig config)))
        public valueLimitConfigs;

    /// @inheritdoc IPolicy
    /// @dev IPolicy declares PolicySet, but v1 does not emit it here.
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata initData) external {
        uint256 limit = uint256(bytes32(initData[:32]));
        if (limit == 0) revert PolicyNotInitialized(configId, msg.sender, account);
        valueLimitConfigs[configId][msg.sender][account] = ValueLimitConfig({
            valueLimit: limit,
            limitUsed: 0
        });
    }

    /// @inheritdoc IUserOpPolicy
    function checkUserOpPolicy(bytes32 id, PackedUserOperation calldata op) external returns (uint256) {
        return _use(id, op.sender, ExecutionValue.total(op.callData));
    }

    /// @inheritdoc IActionPolicy
    function checkAction(
        bytes32 id,
        address account,
        address,
        uint256 value,
        bytes calldata
    ) external returns (uint256) {
        return _use(id, account, value);
    }

    /// @notice The limit of a config.
    /// @param id The config: a session, or one action of a session.
    /// @param multiplexer The SmartSession module that asks.
    /// @param account The account the session belongs to.
    /// @return limit How much value is allowed, in wei.
    function getValueLimit(
        bytes32 id,
        address multiplexer,
        address account
    ) external view returns (uint256 limit) {
        return valueLimitConfigs[id][multiplexer][account].valueLimit;
    }

    /// @notice The used value of a config.
    /// @param id The config: a session, or one action of a session.
    /// @param multiplexer The SmartSession module that asks.
    /// @param account The account the session belongs to.
    /// @return used How much value is used, in wei.
    function getUsed(bytes32 id, address multiplexer, address account) external view returns (uint256 used) {
        return valueLimitConfigs[id][multiplexer][account].limitUsed;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IPolicy).interfaceId ||
            interfaceId == type(IUserOpPolicy).interfaceId ||
            interfaceId == type(IActionPolicy).interfaceId;
    }

    /// @dev Where nothing is configured the limit is 0: then only calls without value pass.
    function _use(bytes32 id, address account, uint256 value) private returns (uint256) {
        ValueLimitConfig storage config = valueLimitConfigs[id][msg.sender][account];
        uint256 used = config.limitUsed + value;
        if (used > config.valueLimit) return 1;
        config.limitUsed = used;
        return 0;
    }
}
