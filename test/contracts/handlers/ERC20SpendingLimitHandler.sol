// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { ERC20SpendingLimitPolicy } from "../../../contracts/policies/ERC20SpendingLimitPolicy.sol";
import { Token } from "../../../contracts/targets/Token.sol";

/// @title ERC20SpendingLimitHandler
/// @notice A multiplexer that asks in any order, and keeps its own account of what passed.
contract ERC20SpendingLimitHandler {
    bytes32 public constant ID = keccak256("a config");
    address public constant ACCOUNT = address(0xacc0);
    uint256 public constant LIMIT = 1000;

    address[2] public tokens = [address(0x70c1), address(0x70c2)];
    uint256[2] public spent;
    uint256[2] public approved;

    ERC20SpendingLimitPolicy private immutable _POLICY;

    constructor(ERC20SpendingLimitPolicy policy) {
        _POLICY = policy;
        _initialize();
    }

    function transfer(uint256 amount, uint8 token) external {
        amount %= LIMIT;
        // solhint-disable-next-line reentrancy
        if (_passes(abi.encodeCall(IERC20.transfer, (address(1), amount)), token)) spent[token % 2] += amount;
    }

    function transferFrom(uint256 amount, uint8 token, bool toAccount) external {
        amount %= LIMIT;
        address to = toAccount ? ACCOUNT : address(1);
        if (!_passes(abi.encodeCall(IERC20.transferFrom, (address(2), to, amount)), token)) return;
        if (!toAccount) spent[token % 2] += amount;
    }

    function approve(uint256 amount, uint8 token) external {
        amount %= LIMIT;
        if (_passes(abi.encodeCall(IERC20.approve, (address(1), amount)), token))
            approved[token % 2] += amount;
    }

    function increaseAllowance(uint256 amount, uint8 token) external {
        amount %= LIMIT;
        if (_passes(abi.encodeCall(Token.increaseAllowance, (address(1), amount)), token)) {
            approved[token % 2] += amount;
        }
    }

    function startAnew(uint8 chance) external {
        if (chance > 32) return;
        delete spent;
        delete approved;
        _initialize();
    }

    function _passes(bytes memory callData, uint8 token) private returns (bool) {
        return _POLICY.checkAction(ID, ACCOUNT, tokens[token % 2], 0, callData) == 0;
    }

    function _initialize() private {
        (address[] memory both, uint256[] memory limits) = (new address[](2), new uint256[](2));
        (both[0], both[1]) = (tokens[0], tokens[1]);
        (limits[0], limits[1]) = (LIMIT, LIMIT);
        _POLICY.initializeWithMultiplexer(ACCOUNT, ID, abi.encode(both, limits));
    }
}
