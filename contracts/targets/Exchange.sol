// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { SafeERC20 } from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import { ReentrancyGuard } from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Exchange
/// @notice Sells ERC-20 tokens for native value and buys them back, each by a pool of its own and the constant product:
/// a target for sessions that send value and name who gets something for it. Anybody opens a pool, for any token and at
/// any price: what a token is worth the exchange does not know. Not for tokens whose balances change by themselves.
contract Exchange is ReentrancyGuard {
    using SafeERC20 for IERC20;

    /// @notice What a pool holds. It is kept here, so that what is sent to the contract moves no price.
    /// @param value Native value, in wei.
    /// @param tokens Tokens, in their smallest unit.
    /// @param shares All shares in it.
    struct Pool {
        uint256 value;
        uint256 tokens;
        uint256 shares;
    }

    /// @notice Of 1,000 that are paid, how many buy: the rest is the fee, which stays in the pool.
    uint256 public constant BUYING = 997;

    /// @notice What a pool is opened with at least, in wei. Whoever opens one at a wrong price loses it to who sells.
    uint256 public constant LEAST_FIRST_VALUE = 0.01 ether;

    /// @notice Shares of each pool that are nobody's. Without them whoever opens a pool could make one share so dear
    /// that those of others are rounded away.
    uint256 public constant LOCKED_SHARES = 1000;

    /// @notice Each token's pool.
    mapping(address token => Pool pool) public pools;

    /// @notice Whose shares of a pool are how many.
    mapping(address token => mapping(address provider => uint256 shares)) public sharesOf;

    /// @notice A pool has been given liquidity.
    /// @param token Its token.
    /// @param provider By whom.
    /// @param value How much native value, in wei.
    /// @param amount How many tokens, in their smallest unit.
    event LiquidityAdded(address indexed token, address indexed provider, uint256 value, uint256 amount);

    /// @notice Liquidity has been taken back.
    /// @param token The pool's token.
    /// @param provider By whom.
    /// @param value How much native value, in wei.
    /// @param amount How many tokens, in their smallest unit.
    event LiquidityRemoved(address indexed token, address indexed provider, uint256 value, uint256 amount);

    /// @notice Tokens have been bought.
    /// @param buyer By whom.
    /// @param tokenOut Which.
    /// @param recipient For whom.
    /// @param value What was paid, in wei.
    /// @param amountOut How many, in their smallest unit.
    event Swapped(
        address indexed buyer,
        address indexed tokenOut,
        address indexed recipient,
        uint256 value,
        uint256 amountOut
    );

    /// @notice Tokens have been sold.
    /// @param seller By whom.
    /// @param tokenIn Which.
    /// @param recipient For whom.
    /// @param amount How many, in their smallest unit.
    /// @param valueOut What was paid for them, in wei.
    event Sold(
        address indexed seller,
        address indexed tokenIn,
        address indexed recipient,
        uint256 amount,
        uint256 valueOut
    );

    /// @notice The token has no pool, or too little would be in it.
    /// @param token The token.
    error NoLiquidity(address token);

    /// @notice The pool takes more tokens for the value than were offered, or less than 99% of them: its price is not
    /// the one that they were offered at.
    /// @param needed How many it takes, in their smallest unit.
    /// @param offered How many were offered.
    error PriceMoved(uint256 needed, uint256 offered);

    /// @notice Other than was asked for has arrived: a token that takes a fee, or one sent to the exchange itself.
    /// @param arrived How many tokens have arrived, in their smallest unit.
    /// @param asked How many were asked for.
    error WrongAmountArrived(uint256 arrived, uint256 asked);

    /// @notice Somebody has fewer shares.
    /// @param owned How many they have.
    /// @param asked How many were to be given back.
    error NotEnoughShares(uint256 owned, uint256 asked);

    /// @notice Less would come out than was asked for; nothing is never enough.
    /// @param amount How much would come out.
    /// @param minimum How much was asked for at least.
    error TooLittleOut(uint256 amount, uint256 minimum);

    /// @notice Who is owed native value does not take it.
    /// @param recipient Who.
    /// @param amount How much, in wei.
    error PaymentRefused(address recipient, uint256 amount);

    /// @notice Adds liquidity at the pool's price; whoever adds the first sets that price.
    /// @param token The pool's token. The exchange has to be allowed to take it from the caller.
    /// @param amount The most tokens that are taken, and what the value is thought to be worth, to 1%.
    /// @return shares How many shares of the pool the caller gets for it.
    function addLiquidity(
        address token,
        uint256 amount
    ) external payable nonReentrant returns (uint256 shares) {
        Pool storage pool = pools[token];
        uint256 needed = amount;
        if (pool.shares == 0) {
            if (msg.value < LEAST_FIRST_VALUE || amount == 0) revert NoLiquidity(token);
            pool.shares = LOCKED_SHARES;
            shares = Math.sqrt(msg.value * amount) - LOCKED_SHARES;
        } else {
            needed = Math.mulDiv(msg.value, pool.tokens, pool.value, Math.Rounding.Ceil);
            if (needed > amount || needed < amount - amount / 100) revert PriceMoved(needed, amount);
            shares = Math.mulDiv(msg.value, pool.shares, pool.value);
            if (shares == 0) revert TooLittleOut(0, 1);
        }
        pool.value += msg.value;
        pool.tokens += needed;
        pool.shares += shares;
        sharesOf[token][msg.sender] += shares;
        emit LiquidityAdded(token, msg.sender, msg.value, needed);
        _move(IERC20(token), msg.sender, address(this), needed);
    }

    /// @notice Takes liquidity back: the caller is paid both sides of their shares.
    /// @param token The pool's token.
    /// @param shares How many shares are given back.
    /// @param minValue The least native value that is wanted for them, in wei.
    /// @param minAmount The least tokens that are wanted for them, in their smallest unit.
    /// @return value How much native value comes out, in wei.
    /// @return amount How many tokens come out.
    function removeLiquidity(
        address token,
        uint256 shares,
        uint256 minValue,
        uint256 minAmount
    ) external nonReentrant returns (uint256 value, uint256 amount) {
        Pool storage pool = pools[token];
        uint256 owned = sharesOf[token][msg.sender];
        if (shares == 0 || shares > owned) revert NotEnoughShares(owned, shares);
        value = Math.mulDiv(shares, pool.value, pool.shares);
        amount = Math.mulDiv(shares, pool.tokens, pool.shares);
        if (value < minValue) revert TooLittleOut(value, minValue);
        if (amount < minAmount) revert TooLittleOut(amount, minAmount);
        sharesOf[token][msg.sender] = owned - shares;
        pool.value -= value;
        pool.tokens -= amount;
        pool.shares -= shares;
        emit LiquidityRemoved(token, msg.sender, value, amount);
        IERC20(token).safeTransfer(msg.sender, amount);
        _pay(msg.sender, value);
    }

    /// @notice Buys tokens for all the native value that is sent.
    /// @param tokenOut Which token.
    /// @param minAmountOut The least that is wanted for it, in the token's smallest unit: what holds the price.
    /// @param recipient Who gets them.
    /// @return amountOut How many come out.
    function swap(
        address tokenOut,
        uint256 minAmountOut,
        address recipient
    ) external payable nonReentrant returns (uint256 amountOut) {
        Pool storage pool = _open(tokenOut);
        amountOut = _outOf(pool.tokens, pool.value, msg.value, minAmountOut);
        pool.value += msg.value;
        pool.tokens -= amountOut;
        emit Swapped(msg.sender, tokenOut, recipient, msg.value, amountOut);
        _move(IERC20(tokenOut), address(this), recipient, amountOut);
    }

    /// @notice Sells tokens for native value.
    /// @param tokenIn Which token. The exchange has to be allowed to take it from the caller.
    /// @param amount How many, in their smallest unit.
    /// @param minValueOut The least that is wanted for them, in wei: what holds the price.
    /// @param recipient Who is paid.
    /// @return valueOut How much comes out, in wei.
    function sell(
        address tokenIn,
        uint256 amount,
        uint256 minValueOut,
        address recipient
    ) external nonReentrant returns (uint256 valueOut) {
        Pool storage pool = _open(tokenIn);
        valueOut = _outOf(pool.value, pool.tokens, amount, minValueOut);
        pool.tokens += amount;
        pool.value -= valueOut;
        emit Sold(msg.sender, tokenIn, recipient, amount, valueOut);
        _move(IERC20(tokenIn), msg.sender, address(this), amount);
        _pay(recipient, valueOut);
    }

    /// @dev Moves tokens, to the last one, which `minAmountOut` and the pools count on: from the exchange or its caller.
    function _move(IERC20 token, address from, address to, uint256 amount) private {
        uint256 before = token.balanceOf(to);
        if (from == address(this)) token.safeTransfer(to, amount);
        else token.safeTransferFrom(from, to, amount);
        uint256 arrived = token.balanceOf(to) - before;
        if (arrived != amount) revert WrongAmountArrived(arrived, amount);
    }

    function _pay(address recipient, uint256 value) private {
        (bool taken, ) = recipient.call{ value: value }("");
        if (!taken) revert PaymentRefused(recipient, value);
    }

    function _open(address token) private view returns (Pool storage pool) {
        pool = pools[token];
        if (pool.shares == 0) revert NoLiquidity(token);
    }

    /// @dev The constant product, less the fee.
    function _outOf(
        uint256 reserve,
        uint256 otherReserve,
        uint256 paid,
        uint256 minimum
    ) private pure returns (uint256 out) {
        uint256 buying = paid * BUYING;
        out = Math.mulDiv(buying, reserve, otherReserve * 1000 + buying);
        if (out == 0 || out < minimum) revert TooLittleOut(out, minimum);
    }
}
