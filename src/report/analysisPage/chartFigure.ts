import { Html, html } from "./html.ts";

/** A chart, for the width of a desk and of a phone. */
export interface ChartFigure {
  /** Unlike any other chart's of the page. */
  readonly id: string;
  readonly title: string;
  /** What is seen in it, in words. */
  readonly description: string;
  /** What each colour stands for. */
  readonly legend?: readonly { readonly colour: string; readonly text: string }[];
  /** Draws it with a width in pixels, as an `svg` element. */
  readonly draw: (width: number) => string;
}

/**
 * A chart as a figure of the page, with its title and description for who does not see it.
 *
 * @param figure The chart.
 * @returns The markup: it is drawn twice, and the page's style shows the one that fits.
 */
export function chartFigure({ id, title, description, legend, draw }: ChartFigure): Html {
  return html`
<figure class="chart" id="chart-${id}">
<figcaption>${title}${legend && html` <span class="legend">${legend.map(legendEntry)}</span>`}</figcaption>
${described(draw(920), `${id}-wide`, title, description)}
${described(draw(330), `${id}-narrow`, title, description)}
</figure>`;
}

const legendEntry = ({ colour, text }: { readonly colour: string; readonly text: string }): Html =>
  html`<span><i style="background: ${colour}"></i>${text}</span>`;

/** The library's own markup, which escapes texts itself, with what it lacks for who does not see. */
function described(svg: string, id: string, title: string, description: string): Html {
  const size = id.endsWith("wide") ? "wide" : "narrow";
  const named = html`class="${size}" role="img" aria-labelledby="${id}-title" aria-describedby="${id}-desc"`;
  const texts = html`<title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>`;
  const [, attributes = "", drawn = ""] = svg.match(/^<svg ([^>]*)>(.*)$/s) ?? [];
  return new Html(`<svg ${named.markup} ${attributes}>${texts.markup}${drawn}`);
}
