import type { Analysis } from "../../usage/Analysis.ts";
import { countText } from "./countText.ts";
import { dataTable } from "./dataTable.ts";
import { type Html, html } from "./html.ts";
import { shownOf } from "./shownOf.ts";
import { gasCell, movedCell, operationsCell } from "./usageCells.ts";

/** So that the page stays one that can be read and printed. */
const most = 100;

/**
 * The accounts, the busiest first.
 *
 * @param analysis The analysis.
 * @returns The markup.
 */
export function accountsSection({ byAccount }: Analysis): Html {
  const shown = [...byAccount].sort((one, other) => other.operations - one.operations).slice(0, most);
  const titles = ["Sessions", "Operations", "Calls", "Moved", "Paid for gas"];
  return html`
<section>
<h2>Accounts</h2>
${dataTable({
  caption: "Use by account",
  columns: [{ title: "Account" }, { title: "Kind" }, ...titles.map((title) => ({ title, isNumber: true }))],
  rows: shown.map((one) => [
    html`<code>${one.account}</code>`,
    one.kind ?? "not known",
    countText(one.sessions),
    operationsCell(one),
    countText(one.calls),
    movedCell(one),
    gasCell(one),
  ]),
  note: shownOf(shown.length, byAccount.length, "the busiest first; the CSV has the sessions of all"),
})}
</section>`;
}
