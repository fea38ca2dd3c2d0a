import { size, slice } from "viem";
import type { SessionUsed } from "../UsageFact.ts";
import type { TargetTally, UsageState } from "./UsageState.ts";

const none = (): TargetTally => ({ calls: 0, failed: 0, value: 0n });

/** What stands for the selector of a plain transfer of native value. */
export const plainTransfer = "0x";

/**
 * Counts an operation's calls by target, and by function.
 *
 * @param targets What they are added to.
 * @param used The operation.
 */
export function countTargets(targets: UsageState["targets"], { calls = [], success }: SessionUsed): void {
  for (const { to, data, value } of calls) {
    const address = to.toLowerCase();
    const target = targets.get(address) ?? { ...none(), functions: new Map() };
    targets.set(address, target);
    const selector = size(data) < 4 ? plainTransfer : slice(data, 0, 4).toLowerCase();
    const called = target.functions.get(selector) ?? none();
    target.functions.set(selector, called);
    for (const counted of [target, called]) {
      counted.calls += 1;
      if (success) counted.value += value;
      else counted.failed += 1;
    }
  }
}
