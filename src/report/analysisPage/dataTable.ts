import { type Html, type HtmlValue, html } from "./html.ts";

/** A table of the page. */
export interface DataTable {
  /** What is in it. */
  readonly caption: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  /** The cells; the first of a row names it. */
  readonly rows: readonly (readonly HtmlValue[])[];
  /** What is to be known besides: what the table leaves out, say. */
  readonly note?: HtmlValue;
}

/**
 * A table; where it is wider than the page, it scrolls by itself.
 *
 * @param table The table.
 * @returns The markup.
 */
export function dataTable({ caption, columns, rows, note }: DataTable): Html {
  const classOf = (index: number) => columns[index]?.isNumber && html` class="number"`;
  const head = columns.map(({ title }, index) => html`<th scope="col"${classOf(index)}>${title}</th>`);
  const body = rows.map(
    ([first, ...others]) =>
      html`<tr><th scope="row"${classOf(0)}>${first}</th>${others.map(
        (cell, index) => html`<td${classOf(index + 1)}>${cell}</td>`,
      )}</tr>\n`,
  );
  return html`
<div class="table" role="region" tabindex="0" aria-label="${caption}">
<table>
<caption>${caption}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body}</tbody>
</table>
</div>
${note && html`<p class="note">${note}</p>`}`;
}
