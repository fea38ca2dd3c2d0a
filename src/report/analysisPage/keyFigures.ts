import type { Analysis } from "../../usage/Analysis.ts";
import { etherText } from "./amountText.ts";
import { countText } from "./countText.ts";
import { type Html, type HtmlValue, html } from "./html.ts";

/**
 * The figures that a reader looks for first, in large numbers.
 *
 * @param analysis The analysis.
 * @returns The markup.
 */
export function keyFigures({ sessions, totals, signatures, gas }: Analysis): Html {
  const { operations, succeeded, failed, calls, value, gasUsed, gasCost, sponsored } = totals;
  return html`
<dl class="key">
${keyFigure("Operations", countText(operations), `${countText(succeeded)} succeeded, ${countText(failed)} failed; ${countText(calls)} calls`)}
${keyFigure("Sessions", countText(sessions.total), `${countText(sessions.active)} active, ${countText(sessions.expired)} expired, ${countText(sessions.revoked)} revoked, ${countText(sessions.other)} other`)}
${keyFigure("Signatures saved", countText(signatures.saved), `${countText(signatures.bySessions)} by session keys, ${countText(signatures.toEnable)} by owners to enable them`)}
${keyFigure("Native value moved", amount(value), "by operations that took effect")}
${keyFigure("Paid for gas", amount(gasCost), `${countText(gasUsed)} gas; ${countText(sponsored)} operations paid by paymasters`)}
${gas.length > 0 && savedFigure(gas)}
</dl>`;
}

const amount = (wei: bigint): Html => html`<data value="${wei}">${etherText(wei)}</data>`;

function savedFigure(gas: Analysis["gas"]): Html {
  const saved = gas.reduce((sum, one) => sum + one.saved, 0n);
  const meaning =
    saved < 0n
      ? "the sessions cost more gas than the owners' own operations would have"
      : "less than the owners' own operations would have cost";
  return keyFigure(
    "Gas saved",
    html`<span${saved < 0n && html` class="loss"`}>${countText(saved)}</span>`,
    meaning,
  );
}

const keyFigure = (name: string, figure: HtmlValue, meaning: string): Html =>
  html`<div><dt>${name}</dt><dd class="large">${figure}</dd><dd>${meaning}</dd></div>`;
