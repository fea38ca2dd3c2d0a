import Table from "cli-table3";

/**
 * A table for a terminal, with borders and without colours.
 *
 * @param head The columns' titles.
 * @param rows The cells, as text; a cell may have several lines.
 * @param widths How wide columns may be, in characters, borders aside; a longer text is wrapped.
 * @param rightAligned Columns of figures, by index.
 * @returns The table, without a line break at its end.
 */
export function table({
  head,
  rows,
  widths,
  rightAligned = [],
}: {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  widths: readonly number[];
  rightAligned?: readonly number[];
}): string {
  const drawn = new Table({
    head: [...head],
    colWidths: widths.map((width) => width + 2),
    colAligns: head.map((_, index) => (rightAligned.includes(index) ? "right" : "left")),
    wordWrap: true,
    style: { head: [], border: [] },
  });
  drawn.push(...rows.map((row) => [...row]));
  return drawn.toString();
}
