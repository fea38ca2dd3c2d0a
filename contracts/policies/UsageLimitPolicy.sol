// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IActionPolicy } from "../interfaces/IActionPolicy.sol";
import { IPolicy } from "../interfaces/IPolicy.sol";
import { IUserOpPolicy } from "../interfaces/IUserOpPolicy.sol";
import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

/// @title UsageLimitPolicy, the reference contract
/// @notice Allows a number of uses: of user operations where it is a userOp policy, of calls where it is an
/// action policy. A use is counted in validation, whether or not the call then succeeds.
/// @dev initData: `uint128 limit`, packed; what follows is ignored.
contract UsageLimitPolicy is IUserOpPolicy, IActionPolicy {
    /// @notice How many uses are allowed, and how many are used.
    struct UsageLimitConfig {
        uint128 limit;
        uint128 used;
    }

    /// @notice The limit and the uses of a config.
    mapping(bytes32 id => mapping(address multiplexer => mapping(address account => UsageLimitConfig config)))
        public usageLimitConfigs;

    /// @inheritdoc IPolicy
    /// @dev IPolicy declares PolicySet, but v1 does not emit it here.
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata initData) external {
        uint128 limit = uint128(bytes16(initData[:16]));
        if (limit == 0) revert PolicyNotInitialized(configId, msg.sender, account);
        usageLimitConfigs[configId][msg.sender][account] = UsageLimitConfig({ limit: limit, used: 0 });
    }

    /// @inheritdoc IUserOpPolicy
    function checkUserOpPolicy(bytes32 id, PackedUserOperation calldata op) external returns (uint256) {
        return _use(id, op.sender);
    }

    /// @inheritdoc IActionPolicy
    function checkAction(
        bytes32 id,
        address account,
        address,
        uint256,
        bytes calldata
    ) external returns (uint256) {
        return _use(id, account);
    }

    /// @notice The limit of a config.
    /// @param id The config: a session, or one action of a session.
    /// @param multiplexer The SmartSession module that asks.
    /// @param account The account the session belongs to.
    /// @return limit How many uses are allowed.
    function getUsageLimit(
        bytes32 id,
        address multiplexer,
        address account
    ) external view returns (uint128 limit) {
        return usageLimitConfigs[id][multiplexer][account].limit;
    }

    /// @notice The uses of a config.
    /// @param id The config: a session, or one action of a session.
    /// @param multiplexer The SmartSession module that asks.
    /// @param account The account the session belongs to.
    /// @return used How many uses are used.
    function getUsed(bytes32 id, address multiplexer, address account) external view returns (uint128 used) {
        return usageLimitConfigs[id][multiplexer][account].used;
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IPolicy).interfaceId ||
            interfaceId == type(IUserOpPolicy).interfaceId ||
            interfaceId == type(IActionPolicy).interfaceId;
    }

    function _use(bytes32 id, address account) private returns (uint256) {
        UsageLimitConfig storage config = usageLimitConfigs[id][msg.sender][account];
        if (config.used >= config.limit) return 1;
        ++config.used;
        return 0;
    }
}
