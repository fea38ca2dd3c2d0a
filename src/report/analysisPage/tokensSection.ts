import type { Analysis } from "../../usage/Analysis.ts";
import { tokenText } from "./amountText.ts";
import { cutText } from "./cutText.ts";
import { dataTable } from "./dataTable.ts";
import { type Html, html } from "./html.ts";
import { shownOf } from "./shownOf.ts";

/** More than these are not read. */
const most = 25;

/**
 * The tokens that sessions moved, or let others move.
 *
 * @param analysis The analysis.
 * @returns The markup; nothing where there was none.
 */
export function tokensSection({ totals: { tokens } }: Analysis): Html | undefined {
  if (tokens.length === 0) return undefined;
  const shown = tokens.slice(0, most);
  return html`
<section>
<h2>Tokens</h2>
${dataTable({
  caption: "Tokens that sessions moved, or let others move",
  columns: [
    { title: "Token" },
    { title: "Address" },
    { title: "Transferred", isNumber: true },
    { title: "Approved", isNumber: true },
  ],
  rows: shown.map((one) => [
    html`<bdi>${one.symbol ? cutText(one.symbol, 16) : "no symbol"}</bdi>`,
    html`<code>${one.token}</code>`,
    html`<data value="${one.transferred}">${tokenText(one.transferred, one)}</data>`,
    html`<data value="${one.approved}">${tokenText(one.approved, one)}</data>`,
  ]),
  note: [
    "By the calls of operations that took effect; each approval counts whole. Whoever deployed a token chose its symbol: the address tells which it is. ",
    shownOf(shown.length, tokens.length, "in the analysis’ order"),
  ],
})}
</section>`;
}
