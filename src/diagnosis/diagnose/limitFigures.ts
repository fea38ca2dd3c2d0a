import { formatEther } from "viem";
import type { Limit } from "../../session/limitsOf.ts";

/** What is less is shown in wei: as ETH it would be all zeroes. */
const fewWei = 10n ** 9n;

/**
 * A limit in figures.
 *
 * @param limit The limit.
 * @returns `3 of 3 calls used`.
 */
export function limitFigures({ field, used, limit, offset }: Limit): string {
  switch (field) {
    case "maxUses":
      return `${used} of ${limit} calls used`;
    case "maxOperations":
      return `${used} of ${limit} operations used`;
    case "maxTotalValue":
      return limit < fewWei
        ? `${used} of ${limit} wei used`
        : `${formatEther(used)} of ${formatEther(limit)} ETH used`;
    case "spendingLimit":
      return `${used} of ${limit} token units used`;
    case "argumentRules":
      return `${used} of ${limit} used of the argument at byte ${offset ?? 0n}`;
  }
}
