import { bySelector } from "./bySelector.ts";

/** What gives another power over what the account holds. */
export interface Approval {
  /** Which argument is who gets it; undefined where no rule can hold it. */
  readonly spender?: string;
  /** Which argument is how much, or whether; undefined where it is everything. */
  readonly amount?: string;
  /** Whether it moves nothing by itself: it takes the owner's signature as well, or gives votes alone. */
  readonly isMild?: true;
}

/** By selector. */
export const approvals = bySelector<Approval>({
  "approve(address,uint256)": { spender: "0", amount: "1" }, // ERC-20, ERC-721
  "increaseAllowance(address,uint256)": { spender: "0", amount: "1" },
  "increaseApproval(address,uint256)": { spender: "0", amount: "1" },
  "approveAndCall(address,uint256)": { spender: "0", amount: "1" }, // ERC-1363
  "approveAndCall(address,uint256,bytes)": { spender: "0", amount: "1" },
  "setApprovalForAll(address,bool)": { spender: "0", amount: "1" }, // ERC-721, ERC-1155
  "authorizeOperator(address)": { spender: "0" }, // ERC-777
  "setOperator(address,bool)": { spender: "0", amount: "1" }, // ERC-6909
  "approve(address,uint256,uint256)": { spender: "0", amount: "2" }, // ERC-6909
  "approveDelegation(address,uint256)": { spender: "0", amount: "1" }, // Aave's debt tokens
  "allow(address,bool)": { spender: "0", amount: "1" }, // Compound III
  "setAuthorization(address,bool)": { spender: "0", amount: "1" }, // Morpho
  "approve(address,address,uint160,uint48)": { spender: "1", amount: "2" }, // Permit2
  "permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)": {
    spender: "1.1",
    amount: "1.0.1",
    isMild: true,
  },
  "permit(address,((address,uint160,uint48,uint48)[],address,uint256),bytes)": { isMild: true },
  "permit(address,address,uint256,uint256,uint8,bytes32,bytes32)": {
    spender: "1",
    amount: "2",
    isMild: true,
  }, // ERC-2612
  "permit(address,address,uint256,uint256,bytes)": { spender: "1", amount: "2", isMild: true },
  "permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)": {
    spender: "1",
    amount: "4",
    isMild: true,
  }, // Dai
  "delegate(address)": { spender: "0", isMild: true }, // ERC-5805
});
