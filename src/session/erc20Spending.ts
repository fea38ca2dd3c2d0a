import type { Hex } from "viem";

/** The functions that ERC20SpendingLimitPolicy counts. */
export const erc20Spending: readonly Hex[] = [
  "0xa9059cbb", // transfer(address,uint256)
  "0x23b872dd", // transferFrom(address,address,uint256)
  "0x095ea7b3", // approve(address,uint256)
  "0x39509351", // increaseAllowance(address,uint256)
];
