// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import { ERC20 } from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title Token
/// @notice An ERC-20 with an open faucet: a target for sessions that spend.
contract Token is ERC20 {
    /// @notice There is no supply yet: whoever needs some mints it.
    constructor() ERC20("Token", "TKN") {
        // Nothing else to set up.
    }

    /// @notice Mints, for anybody, as much as is asked for.
    /// @param to Who receives it.
    /// @param amount How much, in the token's smallest unit.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Adds to what a spender may take from the caller. The standard does not have it, older tokens do,
    /// and a policy that limits spending has to know it.
    /// @param spender Who may take it.
    /// @param addedValue How much more than before, in the token's smallest unit.
    /// @return success Always true.
    function increaseAllowance(address spender, uint256 addedValue) external returns (bool success) {
        _approve(msg.sender, spender, allowance(msg.sender, spender) + addedValue);
        return true;
    }
}
