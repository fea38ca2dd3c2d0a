import { transferFrom } from "../../session/erc20Spending.ts";
import type { ParsedPermission } from "../../session/parsePermission.ts";
import { ruledWords } from "./sampleCall.ts";
import { anyWord, type WordRange } from "./wordRange.ts";

/**
 * The word of the call data that `spendingLimit` counts (ERC-20): the amount.
 *
 * @param permission A permission with such a limit.
 * @returns Where it begins behind the selector, in bytes, and what argument rules let it be.
 */
export function spentWord(permission: ParsedPermission): {
  readonly offset: bigint;
  readonly range: WordRange;
} {
  const offset = permission.function.selector === transferFrom ? 64n : 32n;
  return { offset, range: ruledWords(permission).get(offset) ?? anyWord };
}
