import type { Analysis } from "../../usage/Analysis.ts";
import { chartFigure } from "./chartFigure.ts";
import { countText } from "./countText.ts";
import { drawBars } from "./drawBars.ts";
import { type Html, html } from "./html.ts";
import type { Draw } from "./openDrawing.ts";

/**
 * Where the sessions are at the end of the period.
 *
 * @param analysis The analysis.
 * @param draw What draws.
 * @returns The markup.
 */
export function statesSection({ sessions }: Analysis, draw: Draw): Html {
  const states = ["active", "expired", "revoked", "other"] as const;
  const values = states.map((state) => sessions[state]);
  const labels = values.map(countText);
  return html`
<section>
<h2>Sessions by state</h2>
${chartFigure({
  id: "states",
  title: "Sessions by their state at the end of the period",
  description: `${states.map((state, index) => `${labels[index]} ${state}`).join(", ")}.`,
  draw: (width) =>
    drawBars(draw, { categories: [...states], series: [{ colour: "var(--blue)", values, labels }] }, width),
})}
<p class="note">Other: not yet valid, used up, or without the module.</p>
</section>`;
}
