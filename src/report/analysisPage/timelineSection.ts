import type { Analysis, UsageInterval } from "../../usage/Analysis.ts";
import { chartFigure } from "./chartFigure.ts";
import { countText } from "./countText.ts";
import { dataTable } from "./dataTable.ts";
import { type Html, html } from "./html.ts";
import type { ChartOption, Draw } from "./openDrawing.ts";
import { utcText } from "./utcTime.ts";

const day = 86_400n;

/**
 * Operations over time, those that succeeded and those that failed.
 *
 * @param analysis The analysis.
 * @param draw What draws.
 * @returns The markup: a chart, and its figures as a table.
 */
export function timelineSection({ timeline, totals }: Analysis, draw: Draw): Html {
  const precision = isByDay(timeline) ? "day" : "minute";
  return html`
<section>
<h2>Operations over time</h2>
${chartFigure({
  id: "timeline",
  title: "Operations that succeeded and that failed, by when they were mined",
  description: `${countText(totals.succeeded)} succeeded and ${countText(totals.failed)} failed, in ${countText(timeline.length)} intervals; the figures follow as a table.`,
  legend: [
    { colour: "var(--blue)", text: "succeeded" },
    { colour: "var(--orange)", text: "failed" },
  ],
  draw: (width) => draw(optionOf(timeline), width, 240),
})}
<details>
<summary>The figures of this chart</summary>
${dataTable({
  caption: "Operations by interval",
  columns: [
    { title: "From (UTC)" },
    { title: "Succeeded", isNumber: true },
    { title: "Failed", isNumber: true },
  ],
  rows: timeline.map(({ begin, succeeded, failed }) => [
    utcText(begin, precision),
    countText(succeeded),
    countText(failed),
  ]),
})}
</details>
</section>`;
}

const isByDay = (timeline: readonly UsageInterval[]): boolean =>
  timeline.every(({ begin }) => begin % day === 0n);

function optionOf(timeline: readonly UsageInterval[]): ChartOption {
  const ink = { color: "var(--faint)", fontSize: 12 };
  const bar = { type: "bar", stack: "all", silent: true, barCategoryGap: "20%" } as const;
  const shown = isByDay(timeline)
    ? (begin: bigint) => utcText(begin, "day")
    : (begin: bigint) => utcText(begin).replace(/^\d+-/, "").replace(" ", "\n");
  return {
    grid: {
      left: 4,
      right: 12,
      top: 12,
      bottom: 4,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: {
      type: "category",
      data: timeline.map(({ begin }) => shown(begin)),
      axisLabel: { ...ink, hideOverlap: true },
      axisTick: { show: false },
      axisLine: { lineStyle: { color: "var(--line)" } },
    },
    yAxis: {
      type: "value",
      minInterval: 1,
      axisLabel: ink,
      splitLine: { lineStyle: { color: "var(--track)" } },
    },
    series: [
      { ...bar, data: timeline.map(({ succeeded }) => succeeded), itemStyle: { color: "var(--blue)" } },
      { ...bar, data: timeline.map(({ failed }) => failed), itemStyle: { color: "var(--orange)" } },
    ],
  };
}
