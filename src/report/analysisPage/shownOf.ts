import { countText } from "./countText.ts";

/**
 * What a table leaves out.
 *
 * @param shown How many rows it has.
 * @param total How many there are.
 * @param rest What the order is, and where the others are.
 * @returns `20 of 300 are shown, …`; undefined where it has all.
 */
export function shownOf(shown: number, total: number, rest: string): string | undefined {
  return shown < total ? `${countText(shown)} of ${countText(total)} are shown, ${rest}.` : undefined;
}
