import { categoryAxis, roomOf } from "./categoryAxis.ts";
import type { ChartOption, Draw } from "./openDrawing.ts";
import { visibleText } from "./visibleText.ts";

/** Horizontal bars, each beside the whole that it is a share of. */
export interface Shares {
  /** What the bars stand for; it may come from outside. */
  readonly categories: readonly string[];
  /** From 0 to 1. */
  readonly values: readonly number[];
  /** The shares in words. */
  readonly labels: readonly string[];
}

/**
 * Draws shares of a whole.
 *
 * @param draw What draws.
 * @param shares The shares.
 * @param width In pixels. Where it is little, the words are written above the bars, else on their sides.
 * @returns The `svg` element.
 */
export function drawShares(draw: Draw, { categories, values, labels }: Shares, width: number): string {
  const isNarrow = width < 500;
  const [texts, words] = [categories.map(visibleText), labels.map(visibleText)];
  const left = Math.min(roomOf(texts) + 12, 300);
  const right = Math.min(roomOf(words) + 12, 440);
  const both = texts.map((one, index) => `${one}\n${words[index]}`);
  const option: ChartOption = {
    grid: {
      left: isNarrow ? 0 : left,
      right: isNarrow ? 0 : right,
      top: 0,
      bottom: 0,
      outerBoundsMode: "none",
    },
    xAxis: { type: "value", show: false, min: 0, max: 1 },
    yAxis: isNarrow
      ? categoryAxis(both, { above: 8, width })
      : [
          categoryAxis(texts, { side: "left", room: left }),
          categoryAxis(words, { side: "right", room: right }),
        ],
    series: [
      {
        type: "bar",
        silent: true,
        barWidth: 12,
        data: [...values],
        itemStyle: { color: "var(--blue)" },
        showBackground: true,
        backgroundStyle: { color: "var(--track)" },
      },
    ],
  };
  return draw(option, width, categories.length * (isNarrow ? 84 : 30));
}
