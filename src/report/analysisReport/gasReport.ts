import type { GasComparison } from "../../usage/Analysis.ts";
import { etherText } from "../analysisPage/amountText.ts";
import { countText } from "../analysisPage/countText.ts";
import { table } from "../table.ts";

/**
 * What operations of sessions cost beside the owners' own.
 *
 * @param gas What was measured, and how often it was done.
 * @returns Lines; none where nothing was measured.
 */
export function gasReport(gas: readonly GasComparison[]): readonly string[] {
  if (gas.length === 0) return [];
  const saved = gas.reduce((sum, one) => sum + one.saved, 0n);
  const fees = gas.flatMap((one) => (one.l1Fee ? [{ ...one, l1Fee: one.l1Fee }] : []));
  return [
    "",
    "Gas of a session's operation beside the owner's own, measured on a simulated chain",
    table({
      head: ["kind", "action", "operations", "owner", "session", "saved, each", "saved in all"],
      rows: gas.map(({ kind, action, operations, owner, session, saved: inAll }) => [
        kind,
        action,
        countText(operations),
        countText(owner),
        countText(session),
        countText(owner - session),
        countText(inAll),
      ]),
      widths: [10, 8, 10, 10, 10, 12, 16],
      rightAligned: [2, 3, 4, 5, 6],
    }),
    "Measured with the presets' policies: more policies cost more.",
    `Gas saved in all: ${countText(saved)}${saved < 0n ? ", so the sessions cost more gas than the owners would have" : ""}. What enabling took is not in it.`,
    ...(fees.length === 0 ? ["L1 data fee: the chain charges none."] : []),
    ...fees.map(
      ({ kind, action, l1Fee }) =>
        `L1 data fee now, ${kind} ${action}: owner ${etherText(l1Fee.owner)}, session ${etherText(l1Fee.session)}`,
    ),
  ];
}
