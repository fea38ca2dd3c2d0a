import type { UsageFigures } from "../../usage/Analysis.ts";
import { etherText, tokenText } from "./amountText.ts";
import { countText } from "./countText.ts";
import { type Html, html } from "./html.ts";

/** A cell has no room for more. */
const most = 3;

/**
 * What was moved, native value and tokens, as a table's cell.
 *
 * @param figures What was done.
 * @returns The markup: an amount a line, each with its exact figure for machines.
 */
export function movedCell({ value, tokens }: Pick<UsageFigures, "value" | "tokens">): Html {
  const moved = tokens.filter(({ transferred }) => transferred > 0n);
  const lines = [
    ...(value > 0n ? [html`<data value="${value}">${etherText(value)}</data>`] : []),
    ...moved
      .slice(0, most)
      .map((token) => html`<data value="${token.transferred}">${tokenText(token.transferred, token)}</data>`),
    ...(moved.length > most ? [html`${countText(moved.length - most)} tokens more`] : []),
  ];
  return lines.length === 0
    ? html`–`
    : html`${lines.map((line, at) => (at === 0 ? line : html`<br>${line}`))}`;
}

/**
 * How many operations there were, and how many of them failed, as a table's cell.
 *
 * @param figures What was done.
 * @returns The markup.
 */
export function operationsCell({ operations, failed }: Pick<UsageFigures, "operations" | "failed">): Html {
  return html`${countText(operations)}${failed > 0 && html`<br><small>${countText(failed)} failed</small>`}`;
}

/**
 * What gas cost, and how many operations paymasters paid for, as a table's cell.
 *
 * @param figures What was done.
 * @returns The markup.
 */
export function gasCell({ gasCost, sponsored }: Pick<UsageFigures, "gasCost" | "sponsored">): Html {
  const paid = sponsored > 0 && html`<br><small>${countText(sponsored)} by paymasters</small>`;
  return html`<data value="${gasCost}">${etherText(gasCost)}</data>${paid}`;
}
