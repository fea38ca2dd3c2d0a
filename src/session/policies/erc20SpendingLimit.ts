import { getSpendingLimitsPolicy } from "@rhinestone/module-sdk";
import { type Address, decodeAbiParameters, getAddress, parseAbiParameters } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import { transferFrom } from "../erc20Spending.ts";
import type { Policy } from "./Policy.ts";

/** How much of each token is allowed, in its smallest unit. */
export type Erc20SpendingLimit = readonly { readonly token: Address; readonly limit: bigint }[];

/** What the chain has counted for one token. */
export interface Erc20Spending {
  readonly token: Address;
  readonly limit: bigint;
  readonly spent: bigint;
  readonly approved: bigint;
}

// The SDK gives this one without its checksum.
const address = getAddress(getSpendingLimitsPolicy([]).policy);
const noValue = "no native value: the policy lets none pass";
const enforcedBy = "ERC20SpendingLimitPolicy (action policy)";

/** An amount of an ERC-20 token, transferred and approved together. It lets no native value pass. */
export const erc20SpendingLimit: Policy<Erc20SpendingLimit, Erc20Spending | null> = {
  name: "ERC20SpendingLimitPolicy",
  address,

  compile({ target: token, spendingLimit: limit, function: { selector } }) {
    if (limit === undefined) return [];
    const counted =
      "in the token's smallest unit, transferred and approved together, and counted for calls that fail";
    return [
      {
        role: "action",
        data: erc20SpendingLimit.encode([{ token, limit }]),
        enforces: [
          {
            field: "spendingLimit",
            value: limit,
            enforcedBy,
            statement:
              selector === transferFrom
                ? `${counted}; what comes to the account itself counts nothing`
                : counted,
          },
          { field: "maxValue", value: 0n, enforcedBy, statement: noValue },
          { field: "maxTotalValue", value: 0n, enforcedBy, statement: noValue },
        ],
      },
    ];
  },

  // It adds up before it compares: what no number can hold is a panic.
  rule: (code) => (code === "PolicyViolation" || code === "Panic" ? "spendingLimit" : undefined),

  encode(limits) {
    const { initData } = getSpendingLimitsPolicy(limits.map((one) => ({ ...one })));
    return { policy: address, initData };
  },

  decode(initData) {
    const [tokens, limits] = decodeAbiParameters(parseAbiParameters("address[], uint256[]"), initData);
    return tokens.map((token, index) => ({ token, limit: limits[index] ?? 0n }));
  },

  /** The policy counts by token, and does not list the tokens: the action's target has to be known. */
  async readState({ client, configId, multiplexer, account, target: token }) {
    if (token === undefined) return null;
    const [limit, spent, approved] = await client.readContract({
      address,
      abi: contractArtifact("policies/ERC20SpendingLimitPolicy").abi,
      functionName: "getPolicyData",
      args: [configId, multiplexer, token, account],
    });
    return { token, limit, spent, approved };
  },
};
