import { getSpendingLimitsPolicy } from "@rhinestone/module-sdk";
import {
  type Address,
  decodeAbiParameters,
  getAddress,
  type Hex,
  hexToBigInt,
  isAddressEqual,
  parseAbiParameters,
  size,
  slice,
  zeroAddress,
} from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import { revertedWith } from "../../abis/revertedWith.ts";
import { fallbackTarget } from "../../world/fallbackAction.ts";
import { decodeCanonical } from "../decodeCanonical.ts";
import { approvals, transfer, transferFrom } from "../erc20Spending.ts";
import { weiText } from "./amountText.ts";
import { noData, overflow, pass, refuse, violated, word } from "./answer.ts";
import type { PlainCall, Policy } from "./Policy.ts";

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
const initDataAbi = parseAbiParameters("address[], uint256[]");
const noValue = "no native value: the policy lets none pass";
const enforcedBy = "ERC20SpendingLimitPolicy (action policy)";

/** An amount of an ERC-20 token, transferred and approved together. It lets no native value pass. */
export const erc20SpendingLimit: Policy<Erc20SpendingLimit, Erc20Spending | null> = {
  name: "ERC20SpendingLimitPolicy",
  address,
  roles: ["action"],

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

  // Call data that ends before the amount makes it revert without a word. It adds up before it compares: what no
  // number can hold is a panic.
  rule: (code) => (["PolicyViolation", "no data", "Panic"].includes(code) ? "spendingLimit" : undefined),

  encode(limits) {
    const { initData } = getSpendingLimitsPolicy(limits.map((one) => ({ ...one })));
    return { policy: address, initData };
  },

  decode: (initData) => toLimits(decodeAbiParameters(initDataAbi, initData)),

  /**
   * The policy counts by token, and does not list the tokens: the action's target has to be known. The fallback
   * action has none.
   */
  async readState({ client, configId, multiplexer, account, target: token }) {
    if (!isToken(token)) return null;
    const [limit, spent, approved] = await client
      .readContract({
        address,
        abi: contractArtifact("policies/ERC20SpendingLimitPolicy").abi,
        functionName: "getPolicyData",
        args: [configId, multiplexer, token, account],
      })
      .catch((error: unknown) => {
        // It does not answer about a token that it has no limit for.
        if (revertedWith(error) === "InvalidTokenAddress") return [0n, 0n, 0n] as const;
        throw error;
      });
    return { token, limit, spent, approved };
  },

  predictEnable(initData, { target }) {
    // Shorter than the places of the two lists: that much is told whatever is written.
    if (size(initData) < 64) return noData;
    const decoded = decodeCanonical(initDataAbi, initData, { tail: true });
    if (!decoded) return undefined;
    if (decoded[0].length !== decoded[1].length) return refuse("InvalidInitDataLength");
    const limits = toLimits(decoded);
    for (const { token, limit } of limits) {
      if (token === zeroAddress) return refuse("InvalidTokenAddress", { token });
      if (limit === 0n) return refuse("InvalidLimit", { limit });
    }
    if (!isToken(target)) return pass(null);
    // Of a token that is given twice the last limit holds.
    const given = limits.filter(({ token }) => isAddressEqual(token, target)).at(-1);
    return pass({ token: target, limit: given?.limit ?? 0n, spent: 0n, approved: 0n });
  },

  predict(state, question) {
    if (question.role === "userOp" || state === null) return undefined;
    const { call, account } = question;
    if (!isAddressEqual(call.to, state.token)) return undefined;
    if (call.value !== 0n) return violated;
    const amounts = readAmounts(call, account);
    if ("passes" in amounts) return amounts;
    const spent = state.spent + amounts.spent;
    const approved = state.approved + amounts.approved;
    if (spent + approved >= word) return overflow;
    return spent + approved > state.limit ? violated : pass({ ...state, spent, approved });
  },

  figures(state, question) {
    if (question.role === "userOp" || state === null) return undefined;
    const { call, account } = question;
    if (call.value !== 0n) {
      const [value, unit] = weiText(call.value);
      return `native value: this call carries ${value} ${unit}, and none may pass`;
    }
    const amounts = readAmounts(call, account);
    if ("passes" in amounts) return undefined;
    const [used, needed] = [state.spent + state.approved, amounts.spent + amounts.approved];
    return `token ${state.token}: ${used} of ${state.limit} units are used, this call needs ${needed}`;
  },
};

const toLimits = ([tokens, limits]: readonly [readonly Address[], readonly bigint[]]): Erc20SpendingLimit =>
  tokens.map((token, index) => ({ token, limit: limits[index] ?? 0n }));

/** The fallback action stands for calls to any token. */
function isToken(target: Address | undefined): target is Address {
  return target !== undefined && !isAddressEqual(target, fallbackTarget);
}

/** What a call spends of the token, and what it approves. */
function readAmounts({ data }: PlainCall, account: Address) {
  if (size(data) < 4) return noData;
  const selector = slice(data, 0, 4);
  if (selector === transfer) {
    const words = readWords(data, 2, [0]);
    return words ? { spent: words[1] as bigint, approved: 0n } : noData;
  }
  if (selector === transferFrom) {
    const words = readWords(data, 3, [0, 1]);
    if (!words) return noData;
    return { spent: words[1] === BigInt(account) ? 0n : (words[2] as bigint), approved: 0n };
  }
  if (!approvals.includes(selector)) return violated;
  const words = readWords(data, 2, [0]);
  return words ? { spent: 0n, approved: words[1] as bigint } : noData;
}

/** The words of call data, as Solidity decodes them: addresses without a bit above their 160. */
function readWords(data: Hex, count: number, addresses: readonly number[]): readonly bigint[] | undefined {
  if (size(data) < 4 + 32 * count) return undefined;
  const words = Array.from({ length: count }, (_, index) =>
    hexToBigInt(slice(data, 4 + 32 * index, 36 + 32 * index)),
  );
  return addresses.every((index) => (words[index] as bigint) < 2n ** 160n) ? words : undefined;
}
