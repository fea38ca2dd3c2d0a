import { type Hex, toFunctionSelector } from "viem";

/** ERC-20's `transfer`. */
export const transfer = toFunctionSelector("transfer(address,uint256)");

/** ERC-20's `transferFrom`: what it brings to the account itself does not count. */
export const transferFrom = toFunctionSelector("transferFrom(address,address,uint256)");

/** What lets others spend of a token: it counts as if it were spent. */
export const approvals: readonly Hex[] = [
  toFunctionSelector("approve(address,uint256)"),
  toFunctionSelector("increaseAllowance(address,uint256)"),
];

/** The functions that ERC20SpendingLimitPolicy counts. */
export const erc20Spending: readonly Hex[] = [transfer, transferFrom, ...approvals];
