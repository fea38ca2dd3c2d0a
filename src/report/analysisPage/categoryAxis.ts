import type { YAXisComponentOption } from "echarts";
import { cutText } from "./cutText.ts";

/** A vertical axis as ECharts is told of it. */
type Axis = Extract<YAXisComponentOption, { readonly type?: "category" }>;

/** How wide a character is at most, in pixels, about: fonts differ, and nothing here can measure them. */
const character = 8;

/** How large a chart's text is, in pixels. */
export const fontSize = 13;

/**
 * How much room texts take.
 *
 * @param texts The texts.
 * @returns The width of the longest one in pixels, at most.
 */
export const roomOf = (texts: readonly string[]): number =>
  character * Math.max(0, ...texts.map((one) => one.length));

/**
 * An axis of texts, from top to bottom.
 *
 * @param texts The texts, a category each; unseen characters are named already.
 * @param place Beside the bars, with a width; or above them, by so many pixels from their middle, where the chart has no
 * more than this width.
 * @returns The axis.
 */
export function categoryAxis(
  texts: readonly string[],
  place:
    | { readonly side: "left" | "right"; readonly room: number }
    | { readonly above: number; readonly width: number },
): Axis {
  const placed =
    "above" in place
      ? {
          inside: true,
          margin: 0,
          verticalAlign: "bottom" as const,
          padding: [0, 0, place.above, 0],
        }
      : { align: "left" as const, margin: place.side === "left" ? place.room : 12 };
  return {
    type: "category",
    inverse: true,
    ...("side" in place && { position: place.side }),
    // The categories' numbers: the texts come from outside, and two may be the same.
    data: texts.map((_, index) => index),
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: {
      interval: 0,
      color: "var(--ink)",
      fontSize,
      lineHeight: 18,
      formatter: (_: string, index: number) =>
        cutLines(texts[index] ?? "", "above" in place ? place.width : place.room - 12),
      ...placed,
    },
  };
}

const cutLines = (text: string, room: number): string =>
  text
    .split("\n")
    .map((line) => cutText(line, Math.floor(room / character)))
    .join("\n");
