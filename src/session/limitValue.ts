import type { Complaint } from "../config/parseInput.ts";
import { headsSize } from "./findArgument.ts";
import type { ResolvedFunction } from "./resolveFunction.ts";

/** How a permission's limits of native value can be kept, in wei. */
export interface ValueLimits {
  /** Kept by UniActionPolicy, for each call. */
  readonly perCall?: bigint;
  /** Kept by ValueLimitPolicy, for all calls together. */
  readonly total?: bigint;
  /** Whether the total stands in for a limit of each call, too. */
  readonly substitutesPerCall?: boolean;
  /**
   * Whether the function takes no value at all, by the target's ABI: then the target itself keeps it, and the
   * total is what it comes to where the target is not what its ABI says.
   */
  readonly byTarget?: boolean;
}

/** A limit that cannot be kept, and of which field. */
export type ValueComplaint = Complaint & { readonly field: "maxValue" | "maxTotalValue" };

/**
 * Finds the policies that keep a permission's limits of native value. UniActionPolicy limits each call and reads
 * an argument to do so; ValueLimitPolicy limits the total, and takes no total of 0; ERC20SpendingLimitPolicy
 * lets no value pass.
 *
 * @param permission The limits, and the function that they are for.
 * @returns What keeps them, or why nothing can.
 */
export function limitValue({
  function: { inputs, payable },
  maxValue,
  maxTotalValue,
  spendingLimit,
}: {
  readonly function: ResolvedFunction;
  readonly maxValue?: bigint | undefined;
  readonly maxTotalValue?: bigint | undefined;
  readonly spendingLimit?: bigint | undefined;
}): ValueLimits | ValueComplaint {
  if (spendingLimit !== undefined) {
    if (!maxValue && !maxTotalValue) return {};
    return {
      field: maxValue ? "maxValue" : "maxTotalValue",
      problem: "cannot be granted beside spendingLimit: ERC20SpendingLimitPolicy lets no native value pass",
      remedy: "Leave it out.",
      kind: "unenforceable",
    };
  }
  const readsArgument = inputs === undefined ? undefined : headsSize(inputs) >= 32n;
  if (maxValue === 0n || maxTotalValue === 0n) {
    if (readsArgument) return { perCall: 0n };
    // ValueLimitPolicy takes no limit of 0: a wei in all is the least that it keeps.
    if (payable === false) return { total: 1n, byTarget: true };
    return {
      field: maxValue === 0n ? "maxValue" : "maxTotalValue",
      problem:
        readsArgument === undefined
          ? "cannot be kept without knowing the function's arguments"
          : "cannot be kept: no policy holds a function without arguments to 0 wei",
      remedy:
        "Give the target's ABI, where the function takes no value by it; or give maxTotalValue: 1; or leave it out.",
      kind: "unenforceable",
    };
  }
  if (maxValue === undefined) return maxTotalValue === undefined ? {} : { total: maxTotalValue };
  if (readsArgument === undefined) {
    return {
      field: "maxValue",
      problem: "cannot be kept without knowing the function's arguments",
      remedy: "Give the function's signature or the target's ABI, or limit maxTotalValue.",
      kind: "unenforceable",
    };
  }
  if (readsArgument)
    return { perCall: maxValue, ...(maxTotalValue !== undefined && { total: maxTotalValue }) };
  const total = maxTotalValue !== undefined && maxTotalValue < maxValue ? maxTotalValue : maxValue;
  return { total, substitutesPerCall: true };
}
