// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { IERC165 } from "@openzeppelin/contracts/utils/introspection/IERC165.sol";
import { IActionPolicy } from "../interfaces/IActionPolicy.sol";
import { IPolicy } from "../interfaces/IPolicy.sol";

/// @title ERC20SpendingLimitPolicy, the reference contract
/// @notice Allows an amount of each of some tokens: what is transferred and what is approved, added up. It is
/// added in validation, whether or not the call then succeeds, and an approval that is taken back stays added.
/// @dev initData: `abi.encode(address[] tokens, uint256[] limits)`; what follows is ignored.
contract ERC20SpendingLimitPolicy is IActionPolicy {
    /// @dev The state of one token in one config.
    struct TokenPolicyData {
        uint256 spendingLimit;
        uint256 alreadySpent;
        uint256 approvedAmount;
    }

    /// @dev Not in IERC20; older tokens have it.
    bytes4 private constant _INCREASE_ALLOWANCE = 0x39509351;

    // The account is the last key everywhere: then a bundler lets a user operation's validation touch it
    // (ERC-7562, storage that is associated with the account).
    mapping(bytes32 id => mapping(address multiplexer => mapping(address token => mapping(address account => TokenPolicyData))))
        private _data;
    mapping(bytes32 id => mapping(address multiplexer => mapping(uint256 index => mapping(address account => address token))))
        private _tokens;
    mapping(bytes32 id => mapping(address multiplexer => mapping(address account => uint256 count)))
        private _tokenCounts;

    /// @notice A call has passed.
    /// @param id The action's config.
    /// @param multiplexer The SmartSession module that asked.
    /// @param token The token.
    /// @param account The account the session belongs to.
    /// @param amount What the call adds, in the token's smallest unit.
    /// @param remaining What is left, in the token's smallest unit.
    event TokenSpent(
        bytes32 id,
        address multiplexer,
        address token,
        address account,
        uint256 amount,
        uint256 remaining
    );

    /// @notice A token that is no token, or that has no limit here.
    /// @param token The token.
    error InvalidTokenAddress(address token);

    /// @notice A limit that allows nothing.
    /// @param limit The limit.
    error InvalidLimit(uint256 limit);

    /// @notice Tokens and limits are not the same in number.
    error InvalidInitDataLength();

    /// @inheritdoc IPolicy
    /// @dev A token that is given twice has the last limit. No tokens at all is accepted, as v1 does.
    function initializeWithMultiplexer(address account, bytes32 configId, bytes calldata initData) external {
        (address[] memory tokens, uint256[] memory limits) = abi.decode(initData, (address[], uint256[]));
        if (tokens.length != limits.length) revert InvalidInitDataLength();

        _forget(configId, account);
        for (uint256 i; i < tokens.length; ++i) {
            if (tokens[i] == address(0)) revert InvalidTokenAddress(tokens[i]);
            if (limits[i] == 0) revert InvalidLimit(limits[i]);
            _tokens[configId][msg.sender][i][account] = tokens[i];
            _data[configId][msg.sender][tokens[i]][account].spendingLimit = limits[i];
        }
        _tokenCounts[configId][msg.sender][account] = tokens.length;
        emit PolicySet(configId, msg.sender, account);
    }

    /// @inheritdoc IActionPolicy
    /// @dev A token that has no limit has a limit of 0: a call that moves nothing passes. Call data that does
    /// not hold its arguments reverts without data.
    function checkAction(
        bytes32 id,
        address account,
        address target,
        uint256 value,
        bytes calldata callData
    ) external returns (uint256) {
        if (value != 0) return 1;
        (bool known, uint256 spent, uint256 approved) = _read(account, callData);
        if (!known) return 1;
        if (target == address(0)) revert InvalidTokenAddress(target);

        TokenPolicyData storage data = _data[id][msg.sender][target][account];
        uint256 used = data.alreadySpent + data.approvedAmount + spent + approved;
        if (used > data.spendingLimit) return 1;
        data.alreadySpent += spent;
        data.approvedAmount += approved;
        emit TokenSpent(id, msg.sender, target, account, spent + approved, data.spendingLimit - used);
        return 0;
    }

    /// @notice The state of one token in a config.
    /// @param id The action's config.
    /// @param multiplexer The SmartSession module that asks.
    /// @param token The token.
    /// @param userOpSender The account the session belongs to.
    /// @return spendingLimit How much is allowed, in the token's smallest unit, as the other two.
    /// @return alreadySpent How much is transferred.
    /// @return approvedAmount How much is approved.
    function getPolicyData(
        bytes32 id,
        address multiplexer,
        address token,
        address userOpSender
    ) external view returns (uint256 spendingLimit, uint256 alreadySpent, uint256 approvedAmount) {
        TokenPolicyData storage data = _data[id][multiplexer][token][userOpSender];
        if (data.spendingLimit == 0) revert InvalidTokenAddress(token);
        return (data.spendingLimit, data.alreadySpent, data.approvedAmount);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return
            interfaceId == type(IERC165).interfaceId ||
            interfaceId == type(IPolicy).interfaceId ||
            interfaceId == type(IActionPolicy).interfaceId;
    }

    /// @dev Forgets what an earlier configuration allowed, spent and approved amounts included. Its list of
    /// tokens stays: nothing looks beyond the count, and up to it the list is written anew.
    function _forget(bytes32 id, address account) private {
        uint256 count = _tokenCounts[id][msg.sender][account];
        for (uint256 i; i < count; ++i) {
            delete _data[id][msg.sender][_tokens[id][msg.sender][i][account]][account];
        }
    }

    /// @dev What a call would spend and approve. A transfer from whomever to the account itself spends nothing.
    function _read(
        address account,
        bytes calldata callData
    ) private pure returns (bool known, uint256 spent, uint256 approved) {
        bytes4 selector = bytes4(callData[:4]);
        if (selector == IERC20.transfer.selector) {
            (, spent) = abi.decode(callData[4:], (address, uint256));
        } else if (selector == IERC20.transferFrom.selector) {
            address to;
            (, to, spent) = abi.decode(callData[4:], (address, address, uint256));
            if (to == account) spent = 0;
        } else if (selector == IERC20.approve.selector || selector == _INCREASE_ALLOWANCE) {
            (, approved) = abi.decode(callData[4:], (address, uint256));
        } else {
            return (false, 0, 0);
        }
        return (true, spent, approved);
    }
}
