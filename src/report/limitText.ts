import { formatEther } from "viem";
import type { Limit } from "../session/limitsOf.ts";

/** What is less is shown in wei: as ETH it would be all zeroes. */
const fewWei = 10n ** 9n;

/**
 * A limit in words: what is left of it.
 *
 * @param limit The limit.
 * @returns `2 of 3 calls`, `0.45 of 0.5 ETH in all`.
 */
export function limitText({ field, left, limit, offset }: Limit): string {
  switch (field) {
    case "maxUses":
      return `${left} of ${limit} calls`;
    case "maxOperations":
      return `${left} of ${limit} operations`;
    case "maxTotalValue":
      return limit < fewWei
        ? `${left} of ${limit} wei in all`
        : `${formatEther(left)} of ${formatEther(limit)} ETH in all`;
    case "spendingLimit":
      return `${left} of ${limit} token units`;
    case "argumentRules":
      return `${left} of ${limit} in all of the argument at byte ${offset ?? 0n}`;
  }
}
