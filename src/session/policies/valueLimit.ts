import { getValueLimitPolicy } from "@rhinestone/module-sdk";
import { formatEther, hexToBigInt, size, slice } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Enforcement } from "../Enforcement.ts";
import { weiText } from "./amountText.ts";
import { noData, notInitialized, overflow, pass, refuse, violated, word } from "./answer.ts";
import type { Policy, PolicyQuestion } from "./Policy.ts";

/** How much native value is allowed in all, in wei. */
export interface ValueLimit {
  readonly limit: bigint;
}

const { policy: address } = getValueLimitPolicy({ limit: 1n });
const enforcedBy = "ValueLimitPolicy (action policy)";

/** Native value, counted over all calls. */
export const valueLimit: Policy<ValueLimit, ValueLimit & { readonly used: bigint }> = {
  name: "ValueLimitPolicy",
  address,
  roles: ["userOp", "action"],

  compile({ value: { total, substitutesPerCall, byTarget } }) {
    if (total === undefined) return [];
    const eth = formatEther(total);
    const maxTotalValue: Enforcement = byTarget
      ? noValue("maxTotalValue")
      : {
          field: "maxTotalValue",
          value: total,
          enforcedBy,
          statement: `at most ${eth} ETH in all, counted call by call, and for calls that fail`,
        };
    const perCall: Enforcement = {
      field: "maxValue",
      value: total,
      enforcedBy,
      statement: `at most ${eth} ETH in all, which is stricter: no policy limits each call of a function without arguments`,
    };
    return [
      {
        role: "action",
        data: valueLimit.encode({ limit: total }),
        enforces: [
          ...(substitutesPerCall ? [perCall] : []),
          ...(byTarget ? [noValue("maxValue")] : []),
          maxTotalValue,
        ],
      },
    ];
  },

  // It adds up before it compares: what no number can hold is a panic.
  rule: (code) => (code === "PolicyViolation" || code === "Panic" ? "maxTotalValue" : undefined),

  encode({ limit }) {
    const { policy, initData } = getValueLimitPolicy({ limit });
    return { policy, initData };
  },

  decode: (initData) => ({ limit: hexToBigInt(slice(initData, 0, 32)) }),

  async readState({ client, configId, multiplexer, account }) {
    const [limit, used] = await client.readContract({
      address,
      abi: contractArtifact("policies/ValueLimitPolicy").abi,
      functionName: "valueLimitConfigs",
      args: [configId, multiplexer, account],
    });
    return { limit, used };
  },

  predictEnable(initData, key) {
    if (size(initData) < 32) return noData;
    const { limit } = valueLimit.decode(initData);
    return limit === 0n ? notInitialized(key) : pass({ limit, used: 0n });
  },

  predict({ limit, used }, question) {
    const unread = unreadable(question);
    if (unread) return unread;
    const total = used + sent(question);
    if (total >= word) return overflow;
    return total > limit ? violated : pass({ limit, used: total });
  },

  figures({ limit, used }, question) {
    const [before, needed, most, unit] = weiText(used, sent(question), limit);
    const who = question.role === "action" ? "this call" : "this operation";
    return `total value: ${before} of ${most} ${unit} is used, ${who} needs ${needed} ${unit}`;
  },
};

/** As a userOp policy it reads single calls and batches alone. */
function unreadable(question: PolicyQuestion) {
  const callType = question.role === "userOp" ? question.execution.callType : undefined;
  if (callType === undefined || callType === "0x00" || callType === "0x01") return undefined;
  return refuse("UnsupportedCallType", { callType });
}

/** The native value in question, in wei: of a call, or of an operation that the account executes. */
function sent(question: PolicyQuestion): bigint {
  if (question.role === "action") return question.call.value;
  const { callType, calls } = question.execution;
  return callType === undefined ? 0n : calls.reduce((total, { value }) => total + value, 0n);
}

/** No policy holds a function without arguments to 0 wei: the target does, and the policy to the least it can. */
function noValue(field: "maxValue" | "maxTotalValue"): Enforcement {
  return {
    field,
    value: 0n,
    enforcedBy: "the target, and ValueLimitPolicy (action policy)",
    statement: "no native value: by its ABI the function takes none; were it otherwise, one wei in all",
  };
}
