import type { Analysis } from "../../usage/Analysis.ts";
import { chartFigure } from "./chartFigure.ts";
import { countText } from "./countText.ts";
import { drawShares } from "./drawShares.ts";
import { type Html, html } from "./html.ts";
import { limitReader } from "./limitUse.ts";
import type { Draw } from "./openDrawing.ts";
import { sessionName } from "./sessionName.ts";
import { shownOf } from "./shownOf.ts";

/** A chart of more is not read. */
const most = 12;

/**
 * What sessions have used of their limits, the nearest to its limit first.
 *
 * @param analysis The analysis.
 * @param draw What draws.
 * @returns The markup.
 */
export function limitsSection({ bySession, totals, limitsAt }: Analysis, draw: Draw): Html {
  const read = limitReader(totals.tokens);
  const all = bySession
    .flatMap((session) => session.limits.map((limit) => ({ name: sessionName(session), ...read(limit) })))
    .sort((one, other) => other.share - one.share);
  const shown = all.slice(0, most);
  const categories = shown.map(({ name }) => name);
  const labels = shown.map(({ percent, text }) => `${percent}: ${text}`);
  const values = shown.map(({ share }) => Math.min(share, 1));
  return html`
<section>
<h2>Spending against limits</h2>
${
  shown.length === 0
    ? html`<p>No session that is enabled has a limit that is counted.</p>`
    : chartFigure({
        id: "limits",
        title: "What sessions have used of their limits, the nearest to its limit first",
        description: `${shown.map(({ name }, index) => `${name}: ${labels[index]}`).join("; ")}.`,
        draw: (width) => drawShares(draw, { categories, values, labels }, width),
      })
}
<p class="note">As the chain counts at block ${countText(limitsAt)}, since each session was enabled; operations that failed count too. ${shownOf(shown.length, all.length, "by share")}</p>
</section>`;
}
