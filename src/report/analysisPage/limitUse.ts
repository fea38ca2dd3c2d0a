import { erc20Spending } from "../../session/erc20Spending.ts";
import { toActionId } from "../../session/ids.ts";
import type { Limit } from "../../session/limitsOf.ts";
import type { TokenFigures } from "../../usage/Analysis.ts";
import { etherText, figureText, tokenText } from "./amountText.ts";
import { countText } from "./countText.ts";

/** How much of a limit is used. */
export interface LimitUse {
  /** Of 1; more where approvals count more than the limit. */
  readonly share: number;
  /** `94 %`, rounded down. */
  readonly percent: string;
  /** `0.47 ETH of 0.5 ETH`. */
  readonly text: string;
}

/**
 * Makes what reads limits: a limit says the action that it counts, and not of which token.
 *
 * @param tokens The tokens that may be meant.
 * @returns What says how much of a limit is used.
 */
export function limitReader(tokens: readonly TokenFigures[]): (limit: Limit) => LimitUse {
  const tokenOf = new Map(
    tokens.flatMap((one) => erc20Spending.map((selector) => [toActionId(one.token, selector), one] as const)),
  );
  const amountOf = (amount: bigint, { field, actionId, limit }: Limit): string => {
    if (field === "maxTotalValue") return etherText(amount, limit);
    const token = field === "spendingLimit" && actionId ? tokenOf.get(actionId) : undefined;
    return token ? tokenText(amount, token) : figureText(amount);
  };
  return (limit) => {
    const share = limit.limit === 0n ? 1 : Number((limit.used * 10_000n) / limit.limit) / 10_000;
    const [used, most] = [amountOf(limit.used, limit), amountOf(limit.limit, limit)];
    const isNamed = most !== figureText(limit.limit);
    return {
      share,
      percent: `${countText(Math.floor(share * 100))} %`,
      text: isNamed ? `${used} of ${most}` : `${used} of ${most} ${unitOf(limit)}`,
    };
  };
}

/** What is counted, where the figure does not say it. */
function unitOf({ unit, field, offset = 0n }: Limit): string {
  return field === "argumentRules" ? `in all of the argument at byte ${offset}` : unit;
}
