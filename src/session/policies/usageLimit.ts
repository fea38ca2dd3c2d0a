import { getUsageLimitPolicy } from "@rhinestone/module-sdk";
import { hexToBigInt, size, slice } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import { noData, notInitialized, pass, violated } from "./answer.ts";
import type { Policy, PolicyPart } from "./Policy.ts";

/** How many uses are allowed. */
export interface UsageLimit {
  readonly limit: bigint;
}

const { policy: address } = getUsageLimitPolicy({ limit: 1n });

/** A number of uses: calls where it is an action policy, operations where it is a userOp policy. */
export const usageLimit: Policy<UsageLimit, UsageLimit & { readonly used: bigint }> = {
  name: "UsageLimitPolicy",
  address,
  roles: ["userOp", "action"],

  compile: ({ maxUses, maxOperations }) => [
    ...part("maxUses", maxUses),
    ...part("maxOperations", maxOperations),
  ],

  rule(code, role) {
    if (code !== "PolicyViolation") return undefined;
    return role === "userOp" ? "maxOperations" : "maxUses";
  },

  encode({ limit }) {
    const { policy, initData } = getUsageLimitPolicy({ limit });
    return { policy, initData };
  },

  decode: (initData) => ({ limit: hexToBigInt(slice(initData, 0, 16)) }),

  async readState({ client, configId, multiplexer, account }) {
    const [limit, used] = await client.readContract({
      address,
      abi: contractArtifact("policies/UsageLimitPolicy").abi,
      functionName: "usageLimitConfigs",
      args: [configId, multiplexer, account],
    });
    return { limit, used };
  },

  predictEnable(initData, key) {
    if (size(initData) < 16) return noData;
    const { limit } = usageLimit.decode(initData);
    return limit === 0n ? notInitialized(key) : pass({ limit, used: 0n });
  },

  predict: ({ limit, used }) => (used >= limit ? violated : pass({ limit, used: used + 1n })),

  figures: ({ limit, used }, { role }) =>
    `${role === "action" ? "uses" : "operations"}: ${used} of ${limit} are used`,
};

const meaning = {
  maxUses: { role: "action", statement: "calls are counted, each call of a batch too, and calls that fail" },
  maxOperations: {
    role: "userOp",
    statement: "user operations are counted, a batch as one, and those that fail",
  },
} as const;

function part(field: "maxUses" | "maxOperations", limit: bigint | undefined): PolicyPart[] {
  if (limit === undefined) return [];
  const { role, statement } = meaning[field];
  const enforcement = { field, value: limit, enforcedBy: `UsageLimitPolicy (${role} policy)`, statement };
  return [{ role, data: usageLimit.encode({ limit }), enforces: [enforcement] }];
}
