import { htmlEscape } from "escape-goat";
import { visibleText } from "./visibleText.ts";

/** Markup. {@link html} makes it; whoever makes it otherwise answers for what is in it. */
export class Html {
  readonly markup: string;

  constructor(markup: string) {
    this.markup = markup;
  }
}

/** What may be put in markup: texts and numbers are escaped; undefined and false leave nothing. */
export type HtmlValue = Html | string | number | bigint | undefined | false | readonly HtmlValue[];

/**
 * Markup of a template: what is put in is escaped, unless it is markup itself. Attributes have to be in quotes.
 *
 * @returns The markup.
 */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(String.raw({ raw: strings }, ...values.map(toMarkup)));
}

function toMarkup(value: HtmlValue): string {
  if (value === undefined || value === false) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "object") return value.map(toMarkup).join("");
  return htmlEscape(visibleText(String(value)));
}
