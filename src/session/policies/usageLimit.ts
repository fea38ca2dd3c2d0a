import { getUsageLimitPolicy } from "@rhinestone/module-sdk";
import { hexToBigInt, slice } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Policy } from "./Policy.ts";

/** How many uses are allowed. */
export interface UsageLimit {
  readonly limit: bigint;
}

const { policy: address } = getUsageLimitPolicy({ limit: 1n });

/** A number of uses: calls where it is an action policy, operations where it is a userOp policy. */
export const usageLimit: Policy<UsageLimit, UsageLimit & { readonly used: bigint }> = {
  name: "UsageLimitPolicy",
  address,
  rule: "maxUses",

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
};
