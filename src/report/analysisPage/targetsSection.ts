import type { Analysis, TargetUsage } from "../../usage/Analysis.ts";
import { etherText } from "./amountText.ts";
import { chartFigure } from "./chartFigure.ts";
import { countText } from "./countText.ts";
import { cutText } from "./cutText.ts";
import { dataTable } from "./dataTable.ts";
import { drawBars } from "./drawBars.ts";
import { type Html, html } from "./html.ts";
import type { Draw } from "./openDrawing.ts";
import { shortHex } from "./shortHex.ts";
import { shownOf } from "./shownOf.ts";

/** What a chart and a table have room for. */
const most = { chart: 8, table: 25 };

/**
 * The targets and functions that sessions called most.
 *
 * @param analysis The analysis.
 * @param draw What draws.
 * @returns The markup.
 */
export function targetsSection({ targets, functions }: Analysis, draw: Draw): Html {
  return html`
<section>
<h2>Most used targets and functions</h2>
${usageOf({ id: "targets", what: "Targets", usages: targets, nameOf: ({ target }) => shortHex(target) }, draw)}
${usageOf({ id: "functions", what: "Functions", usages: functions, nameOf: functionName }, draw)}
</section>`;
}

function functionName({ target, selector, signature }: TargetUsage): string {
  const name = signature ? cutText(signature) : (selector ?? "plain transfer");
  return `${name} of ${shortHex(target)}`;
}

interface Usages {
  readonly id: "targets" | "functions";
  readonly what: string;
  readonly usages: readonly TargetUsage[];
  readonly nameOf: (usage: TargetUsage) => string;
}

function usageOf({ id, what, usages, nameOf }: Usages, draw: Draw): Html {
  const sorted = [...usages].sort((one, other) => other.calls - one.calls);
  const shown = sorted.slice(0, most.chart);
  if (shown.length === 0) return html`<p>${what}: none was called.</p>`;
  const rows = sorted.slice(0, most.table);
  const labels = shown.map(({ calls, failed }) =>
    failed > 0 ? `${countText(calls)}, ${countText(failed)} failed` : countText(calls),
  );
  const columns = ["Calls", "Of failed operations", "Native value"].map((title) => ({
    title,
    isNumber: true,
  }));
  return html`
${chartFigure({
  id,
  title: `${what} by calls`,
  description: `${shown.map((one, index) => `${nameOf(one)}: ${labels[index]}`).join("; ")}.`,
  legend: [
    { colour: "var(--blue)", text: "succeeded" },
    { colour: "var(--orange)", text: "of operations that failed" },
  ],
  draw: (width) =>
    drawBars(
      draw,
      {
        categories: shown.map(nameOf),
        stacked: true,
        series: [
          { colour: "var(--blue)", values: shown.map(({ calls, failed }) => calls - failed) },
          { colour: "var(--orange)", values: shown.map(({ failed }) => failed), labels },
        ],
      },
      width,
    ),
})}
${dataTable({
  caption: `${what} that sessions called`,
  columns: [...(id === "functions" ? [{ title: "Function" }] : []), { title: "Target" }, ...columns],
  rows: rows.map((one) => [
    ...(id === "functions" ? [html`<bdi>${functionTitle(one)}</bdi>`] : []),
    html`<code>${one.target}</code>`,
    countText(one.calls),
    countText(one.failed),
    html`<data value="${one.value}">${etherText(one.value)}</data>`,
  ]),
  note: shownOf(rows.length, usages.length, "the most called first"),
})}`;
}

const functionTitle = ({ selector, signature }: TargetUsage): string =>
  selector === undefined
    ? "plain transfer"
    : signature
      ? `${cutText(signature, 80)} (${selector})`
      : selector;
