// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { I1271Policy } from "../interfaces/I1271Policy.sol";
import { IActionPolicy } from "../interfaces/IActionPolicy.sol";
import { IPolicy } from "../interfaces/IPolicy.sol";
import { IUserOpPolicy } from "../interfaces/IUserOpPolicy.sol";
import { PackedUserOperation } from "../interfaces/PackedUserOperation.sol";

/// @title TimeFramePolicy, the reference contract
/// @notice Allows use from `validAfter` to `validUntil`, both included. It never refuses by itself: it answers
/// with the time range, and EntryPoint holds the block's timestamp against it (AA22).
/// @dev initData: `uint48 validUntil ‖ uint48 validAfter`, packed, in Unix seconds; what follows is ignored.
/// A `validUntil` of 0 means no expiry.
contract TimeFramePolicy is IUserOpPolicy, IActionPolicy, I1271Policy {
    /// @notice The time frame of a config: `validUntil << 48 | validAfter`.
    mapping(bytes32 id => mapping(address multiplexer => mapping(address account => uint256 config)))
        public timeFrameConfigs;

    /// @inheritdoc IPolicy
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata initData) external {
        uint256 config = uint96(bytes12(initData[:12]));
        (uint48 validUntil, uint48 validAfter) = _unpack(config);
        if (validUntil != 0 && validAfter > validUntil) {
            revert PolicyNotInitialized(configId, msg.sender, account);
        }
        timeFrameConfigs[configId][msg.sender][account] = config;
        emit PolicySet(configId, msg.sender, account);
    }

    /// @inheritdoc IUserOpPolicy
    function checkUserOpPolicy(bytes32 id, PackedUserOperation calldata op) external view returns (uint256) {
        return _validationData(id, op.sender);
    }

    /// @inheritdoc IActionPolicy
    function checkAction(
        bytes32 id,
        address account,
        address,
        uint256,
        bytes calldata
    ) external view returns (uint256) {
        return _validationData(id, account);
    }

    /// @inheritdoc I1271Policy
    /// @dev Here the end is not included: outside a user operation nothing but this policy looks at the clock.
    function check1271SignedAction(
        bytes32 id,
        address,
        address account,
        bytes32,
        bytes calldata
    ) external view returns (bool) {
        (uint48 validUntil, uint48 validAfter) = _unpack(_configured(id, account));
        return block.timestamp >= validAfter && (validUntil == 0 || block.timestamp < validUntil);
    }

    /// @notice The time frame of a config.
    /// @param id The config: a session, or one action of a session.
    /// @param multiplexer The SmartSession module that asks.
    /// @param account The account the session belongs to.
    /// @return config `validUntil << 48 | validAfter`, in Unix seconds; 0 where there is none.
    function getTimeFrameConfig(
        bytes32 id,
        address multiplexer,
        address account
    ) external view returns (uint256 config) {
        return timeFrameConfigs[id][multiplexer][account];
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IPolicy).interfaceId ||
            interfaceId == type(IUserOpPolicy).interfaceId ||
            interfaceId == type(IActionPolicy).interfaceId ||
            interfaceId == type(I1271Policy).interfaceId;
    }

    /// @dev ERC-4337 validation data: `validAfter << 208 | validUntil << 160`, with no failure flag.
    function _validationData(bytes32 id, address account) private view returns (uint256) {
        (uint48 validUntil, uint48 validAfter) = _unpack(_configured(id, account));
        return (uint256(validAfter) << 208) | (uint256(validUntil) << 160);
    }

    /// @dev A config of all zeroes is accepted when it is set and refused when it is used, as v1 does.
    function _configured(bytes32 id, address account) private view returns (uint256 config) {
        config = timeFrameConfigs[id][msg.sender][account];
        if (config == 0) revert PolicyNotInitialized(id, msg.sender, account);
    }

    function _unpack(uint256 config) private pure returns (uint48 validUntil, uint48 validAfter) {
        return (uint48(config >> 48), uint48(config));
    }
}
