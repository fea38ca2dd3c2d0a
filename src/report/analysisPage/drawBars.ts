import { categoryAxis, fontSize, roomOf } from "./categoryAxis.ts";
import type { ChartOption, Draw } from "./openDrawing.ts";
import { visibleText } from "./visibleText.ts";

/** Horizontal bars: some for each category, on one another or one below the other. */
export interface Bars {
  /** What the bars stand for; it may come from outside. */
  readonly categories: readonly string[];
  readonly series: readonly {
    /** A CSS colour. */
    readonly colour: string;
    readonly values: readonly number[];
    /** What is written behind the bars; of bars on one another, the last ones have it. */
    readonly labels?: readonly string[];
  }[];
  readonly stacked?: boolean;
}

/**
 * Draws horizontal bars, the longest as long as there is room.
 *
 * @param draw What draws.
 * @param bars The bars.
 * @param width In pixels. Where it is little, a category is written above its bars, else on their left.
 * @returns The `svg` element.
 */
export function drawBars(draw: Draw, { categories, series, stacked = false }: Bars, width: number): string {
  const isNarrow = width < 500;
  const texts = categories.map(visibleText);
  const left = isNarrow ? 0 : Math.min(roomOf(texts) + 12, 420);
  const labels = series.flatMap((one) => one.labels ?? []).map(visibleText);
  const bars = stacked ? 1 : series.length;
  const row = bars * 16 + (isNarrow ? 40 : 14);
  const option: ChartOption = {
    grid: { left, right: roomOf(labels) + 8, top: 0, bottom: 0, outerBoundsMode: "none" },
    xAxis: { type: "value", show: false, min: 0, max: ({ max }) => Math.max(max, 1) },
    yAxis: categoryAxis(texts, isNarrow ? { above: bars * 8 + 2, width } : { side: "left", room: left }),
    series: series.map(({ colour, values, labels: own }) => ({
      type: "bar",
      ...(stacked && { stack: "all" }),
      silent: true,
      barWidth: 12,
      barGap: "25%",
      data: [...values],
      itemStyle: { color: colour },
      ...(own && {
        label: {
          show: true,
          position: "right",
          color: "var(--ink)",
          fontSize,
          formatter: ({ dataIndex }: { dataIndex: number }) => visibleText(own[dataIndex] ?? ""),
        },
      }),
    })),
  };
  return draw(option, width, categories.length * row);
}
