import type { Analysis, SessionUsage } from "../../usage/Analysis.ts";
import { dataTable } from "./dataTable.ts";
import { type Html, type HtmlValue, html } from "./html.ts";
import { type LimitUse, limitReader } from "./limitUse.ts";
import { sessionName } from "./sessionName.ts";
import { shortHex } from "./shortHex.ts";
import { shownOf } from "./shownOf.ts";
import { gasCell, movedCell, operationsCell } from "./usageCells.ts";
import { utcTime } from "./utcTime.ts";

/** So that the page stays one that can be read and printed. */
const most = 200;

/**
 * The sessions, the busiest first.
 *
 * @param analysis The analysis.
 * @returns The markup.
 */
export function sessionsSection({ bySession, totals }: Analysis): Html {
  const read = limitReader(totals.tokens);
  const shown = [...bySession].sort((one, other) => other.operations - one.operations).slice(0, most);
  const rest = "the busiest first; the CSV has all (sessions analyze --csv FILE)";
  return html`
<section>
<h2>Sessions</h2>
${dataTable({
  caption: "Use by session; times in UTC",
  columns: [
    { title: "Session" },
    { title: "State" },
    { title: "Enabled" },
    { title: "Last used" },
    { title: "Operations", isNumber: true },
    { title: "Moved", isNumber: true },
    { title: "Paid for gas", isNumber: true },
    { title: "Nearest limit" },
  ],
  rows: shown.map((session) => rowOf(session, session.limits.map(read))),
  note: shownOf(shown.length, bySession.length, rest),
})}
</section>`;
}

function rowOf(session: SessionUsage, limits: readonly LimitUse[]): readonly HtmlValue[] {
  const { permissionId, account, state, enabledAt, enabledBy, validUntil, lastUsed } = session;
  const [nearest] = [...limits].sort((one, other) => other.share - one.share);
  return [
    html`<bdi title="${permissionId}">${sessionName(session)}</bdi><br><small>of <code title="${account}">${shortHex(account)}</code></small>`,
    html`${state}${validUntil !== undefined && html`<br><small>until ${utcTime(validUntil, "day")}</small>`}`,
    html`${enabledAt === undefined ? "before the period" : utcTime(enabledAt)}${enabledBy && html`<br><small>by ${enabledBy}</small>`}`,
    lastUsed === undefined ? "never" : utcTime(lastUsed),
    operationsCell(session),
    movedCell(session),
    gasCell(session),
    nearest ? html`${nearest.percent}<br><small>${nearest.text}</small>` : "–",
  ];
}
