import { type Hex, toFunctionSelector } from "viem";

/** ERC-20's `transferFrom`: what it brings to the account itself does not count. */
export const transferFrom = toFunctionSelector("transferFrom(address,address,uint256)");

/** The functions that ERC20SpendingLimitPolicy counts. */
export const erc20Spending: readonly Hex[] = [
  toFunctionSelector("transfer(address,uint256)"),
  transferFrom,
  toFunctionSelector("approve(address,uint256)"),
  toFunctionSelector("increaseAllowance(address,uint256)"),
];
