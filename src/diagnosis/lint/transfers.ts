import { bySelector } from "./bySelector.ts";

/** What takes tokens from the account. */
export interface Transfer {
  /** Which argument is who gets them, or what they bring; undefined where no rule can hold it. */
  readonly recipient?: string;
  /** Which argument is how much; undefined where none is that a rule can limit. */
  readonly amount?: string;
  /** Whether nobody gets them. */
  readonly isBurn?: true;
}

/** By selector. */
export const transfers = bySelector<Transfer>({
  "transfer(address,uint256)": { recipient: "0", amount: "1" },
  "transferFrom(address,address,uint256)": { recipient: "1", amount: "2" }, // ERC-721's as well
  "transferAndCall(address,uint256)": { recipient: "0", amount: "1" }, // ERC-1363
  "transferAndCall(address,uint256,bytes)": { recipient: "0", amount: "1" },
  "transferFromAndCall(address,address,uint256)": { recipient: "1", amount: "2" },
  "transferFromAndCall(address,address,uint256,bytes)": { recipient: "1", amount: "2" },
  "send(address,uint256,bytes)": { recipient: "0", amount: "1" }, // ERC-777
  "operatorSend(address,address,uint256,bytes,bytes)": { recipient: "1", amount: "2" },
  "safeTransferFrom(address,address,uint256)": { recipient: "1" }, // ERC-721
  "safeTransferFrom(address,address,uint256,bytes)": { recipient: "1" },
  "safeTransferFrom(address,address,uint256,uint256,bytes)": { recipient: "1", amount: "3" }, // ERC-1155
  "safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)": { recipient: "1" },
  "transfer(address,uint256,uint256)": { recipient: "0", amount: "2" }, // ERC-6909
  "transferFrom(address,address,uint256,uint256)": { recipient: "1", amount: "3" },
  "transferFrom(address,address,uint160,address)": { recipient: "1", amount: "2" }, // Permit2
  "transferFrom((address,address,uint160,address)[])": {},

  "withdrawTo(address,uint256)": { recipient: "0", amount: "1" }, // OpenZeppelin's ERC20Wrapper
  "depositFor(address,uint256)": { recipient: "0", amount: "1" },
  "deposit(uint256,address)": { recipient: "1", amount: "0" }, // ERC-4626
  "mint(uint256,address)": { recipient: "1", amount: "0" },
  "withdraw(uint256,address,address)": { recipient: "1", amount: "0" },
  "redeem(uint256,address,address)": { recipient: "1", amount: "0" },
  "supply(address,uint256,address,uint16)": { recipient: "2", amount: "1" }, // Aave
  "withdraw(address,uint256,address)": { recipient: "2", amount: "1" },

  "swapExactTokensForTokens(uint256,uint256,address[],address,uint256)": { recipient: "3", amount: "0" }, // Uniswap v2
  "swapTokensForExactTokens(uint256,uint256,address[],address,uint256)": { recipient: "3", amount: "1" },
  "swapExactTokensForETH(uint256,uint256,address[],address,uint256)": { recipient: "3", amount: "0" },
  "swapTokensForExactETH(uint256,uint256,address[],address,uint256)": { recipient: "3", amount: "1" },
  "swapExactETHForTokens(uint256,address[],address,uint256)": { recipient: "2" },
  "swapETHForExactTokens(uint256,address[],address,uint256)": { recipient: "2" },
  "swapExactTokensForTokensSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256)": {
    recipient: "3",
    amount: "0",
  },
  "swapExactTokensForETHSupportingFeeOnTransferTokens(uint256,uint256,address[],address,uint256)": {
    recipient: "3",
    amount: "0",
  },
  "swapExactETHForTokensSupportingFeeOnTransferTokens(uint256,address[],address,uint256)": { recipient: "2" },
  "exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))": {
    recipient: "0.3",
    amount: "0.5",
  }, // Uniswap v3
  "exactOutputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))": {
    recipient: "0.3",
    amount: "0.6",
  },
  "exactInput((bytes,address,uint256,uint256,uint256))": {},
  "exactOutput((bytes,address,uint256,uint256,uint256))": {},
  "exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))": {
    recipient: "0.3",
    amount: "0.4",
  }, // its SwapRouter02
  "exactOutputSingle((address,address,uint24,address,uint256,uint256,uint160))": {
    recipient: "0.3",
    amount: "0.5",
  },
  "exactInput((bytes,address,uint256,uint256))": {},
  "exactOutput((bytes,address,uint256,uint256))": {},

  "burn(uint256)": { amount: "0", isBurn: true }, // ERC-721's as well
  "burn(uint256,bytes)": { amount: "0", isBurn: true }, // ERC-777
  "burn(address,uint256)": { amount: "1", isBurn: true },
  "burnFrom(address,uint256)": { amount: "1", isBurn: true },
  "burn(address,uint256,uint256)": { amount: "2", isBurn: true }, // ERC-1155
  "burnBatch(address,uint256[],uint256[])": { isBurn: true },
});
