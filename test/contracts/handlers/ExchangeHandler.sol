// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { Math } from "@openzeppelin/contracts/utils/math/Math.sol";
import { Exchange } from "../../../contracts/targets/Exchange.sol";
import { Token } from "../../../contracts/targets/Token.sol";

/// @title ExchangeHandler
/// @notice Provides, buys and sells in any order, by two pools, and never reverts.
contract ExchangeHandler {
    Exchange public immutable EXCHANGE;
    Token[2] public tokens;

    /// @notice Whether a share of a pool has ever come to stand for less than before.
    bool public hasLost;

    constructor(Exchange exchange) payable {
        EXCHANGE = exchange;
        for (uint256 i; i < 2; ++i) {
            tokens[i] = new Token();
            tokens[i].mint(address(this), 1e30);
            tokens[i].approve(address(exchange), type(uint256).max);
            exchange.addLiquidity{ value: 1 ether }(address(tokens[i]), 1e6 * (i * 1e18 + 1));
        }
    }

    /// @notice How many calls were taken, and how many were not.
    uint256[2] public calls;

    receive() external payable {
        // Liquidity comes back as value.
    }

    modifier watching(uint256 chosen) {
        (uint256 value, uint256 amount, uint256 shares) = EXCHANGE.pools(address(tokens[chosen % 2]));
        _;
        (uint256 newValue, uint256 newAmount, uint256 newShares) = EXCHANGE.pools(
            address(tokens[chosen % 2])
        );
        // k for each share, squared: with as many shares this is k itself.
        uint256 least = Math.mulDiv(Math.mulDiv(value * amount, newShares, shares), newShares, shares);
        if (newValue * newAmount < least) hasLost = true;
    }

    function add(uint256 chosen, uint64 paid) external watching(chosen) {
        Token token = tokens[chosen % 2];
        (uint256 value, uint256 amount, ) = EXCHANGE.pools(address(token));
        uint256 needed = (paid * amount + value - 1) / value;
        try EXCHANGE.addLiquidity{ value: paid }(address(token), needed) {
            ++calls[0];
        } catch {
            ++calls[1];
        }
    }

    function remove(uint256 chosen, uint256 part) external watching(chosen) {
        Token token = tokens[chosen % 2];
        uint256 owned = EXCHANGE.sharesOf(address(token), address(this));
        if (owned == 0) return;
        EXCHANGE.removeLiquidity(address(token), 1 + (part % owned), 0, 0);
    }

    function buy(uint256 chosen, uint64 paid) external watching(chosen) {
        try EXCHANGE.swap{ value: paid }(address(tokens[chosen % 2]), 0, address(this)) {
            ++calls[0];
        } catch {
            ++calls[1];
        }
    }

    function sell(uint256 chosen, uint96 amount) external watching(chosen) {
        try EXCHANGE.sell(address(tokens[chosen % 2]), amount, 0, address(this)) {
            ++calls[0];
        } catch {
            ++calls[1];
        }
    }

    /// @notice What is sent without being asked for is nobody's, and moves nothing.
    function donate(uint256 chosen, uint64 amount) external watching(chosen) {
        tokens[chosen % 2].transfer(address(EXCHANGE), amount);
    }
}
