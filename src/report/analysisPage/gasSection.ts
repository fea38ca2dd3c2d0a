import type { Analysis, GasComparison } from "../../usage/Analysis.ts";
import { etherText } from "./amountText.ts";
import { chartFigure } from "./chartFigure.ts";
import { countText } from "./countText.ts";
import { dataTable } from "./dataTable.ts";
import { drawBars } from "./drawBars.ts";
import { type Html, html } from "./html.ts";
import type { Draw } from "./openDrawing.ts";

/**
 * What operations of sessions cost beside the same operations of the owner.
 *
 * @param analysis The analysis.
 * @param draw What draws.
 * @returns The markup; nothing where it was not measured.
 */
export function gasSection({ gas }: Analysis, draw: Draw): Html | undefined {
  if (gas.length === 0) return undefined;
  const categories = gas.map(({ kind, action }) => `${kind}, ${action}`);
  const owner = gas.map((one) => Number(one.owner));
  const session = gas.map((one) => Number(one.session));
  const titles = [
    "Operations",
    "Owner",
    "Session",
    "Difference",
    "Saved in all",
    "L1 fee, owner",
    "L1 fee, session",
  ];
  return html`
<section>
<h2>Gas of sessions beside their owners’</h2>
${chartFigure({
  id: "gas",
  title:
    "Gas of a transaction with an operation of the owner, and of a session, by kind of account and action",
  description: `${gas.map((one) => `${one.kind}, ${one.action}: owner ${countText(one.owner)}, session ${countText(one.session)}`).join("; ")}.`,
  legend: [
    { colour: "var(--grey)", text: "owner" },
    { colour: "var(--blue)", text: "session" },
  ],
  draw: (width) =>
    drawBars(
      draw,
      {
        categories,
        series: [
          { colour: "var(--grey)", values: owner, labels: owner.map(countText) },
          { colour: "var(--blue)", values: session, labels: session.map(countText) },
        ],
      },
      width,
    ),
})}
${dataTable({
  caption: "Gas by kind of account and action",
  columns: [{ title: "Kind" }, { title: "Action" }, ...titles.map((title) => ({ title, isNumber: true }))],
  rows: gas.map((one) => [
    one.kind,
    one.action,
    countText(one.operations),
    countText(one.owner),
    countText(one.session),
    difference(one),
    savedCell(one.saved),
    ...(one.l1Fee ? [etherText(one.l1Fee.owner), etherText(one.l1Fee.session)] : ["–", "–"]),
  ]),
  note: [
    "Measured on a simulated chain, an operation in a transaction, with the presets’ policies: more policies cost more. A negative figure under “Saved in all” is gas that the sessions cost more.",
    gas.every(({ l1Fee }) => l1Fee === undefined) ? " The chain charges no L1 data fee." : "",
  ],
})}
</section>`;
}

function difference({ owner, session }: GasComparison): string {
  const more = session - owner;
  const percent = owner === 0n ? "" : ` (${signed((more * 100n) / owner)} %)`;
  return `${signed(more)}${percent}`;
}

const signed = (figure: bigint): string => (figure > 0n ? `+${countText(figure)}` : countText(figure));

const savedCell = (saved: bigint): Html =>
  saved < 0n ? html`<span class="loss">${countText(saved)}</span>` : html`${countText(saved)}`;
