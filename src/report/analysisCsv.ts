import { stringify } from "csv-stringify/sync";
import type { Limit } from "../session/limitsOf.ts";
import type { Analysis, SessionUsage, TokenFigures } from "../usage/Analysis.ts";
import { cutText } from "./analysisPage/cutText.ts";
import { endOfDates } from "./analysisPage/utcTime.ts";
import { visibleText } from "./analysisPage/visibleText.ts";

/** The columns, in their order; docs/usage.md says what each is. */
const columns = [
  "account",
  "kind",
  "permission_id",
  "name",
  "state",
  "enabled_at",
  "enabled_by",
  "valid_until",
  "last_used",
  "operations",
  "succeeded",
  "failed",
  "calls",
  "value_wei",
  "gas_used",
  "gas_cost_wei",
  "sponsored",
  "tokens",
  "limits",
];

/** In characters. */
const longestSymbol = 64;

/**
 * An analysis for a spreadsheet: a row for each session, the most used first. A cell that a spreadsheet would take for a
 * formula has an apostrophe before it: names and symbols are whatever somebody chose.
 *
 * @param analysis The analysis.
 * @returns CSV (RFC 4180) with a row of titles; each row ends with a line break.
 */
export function analysisCsv({ bySession, byAccount }: Analysis): string {
  const kinds = new Map(byAccount.map(({ account, kind }) => [account, kind]));
  const rows = bySession.map((session) => rowOf(session, kinds.get(session.account)));
  return stringify([columns, ...rows], { escape_formulas: true, record_delimiter: "windows" });
}

const rowOf = (session: SessionUsage, kind: string | undefined): readonly string[] => {
  const { account, permissionId, name = "", state, enabledBy = "", tokens, limits } = session;
  const { operations, succeeded, failed, calls, value, gasUsed, gasCost, sponsored } = session;
  const times = [
    timeCell(session.enabledAt),
    enabledBy,
    timeCell(session.validUntil),
    timeCell(session.lastUsed),
  ];
  const figures = [operations, succeeded, failed, calls, value, gasUsed, gasCost, sponsored].map(String);
  return [
    account,
    kind ?? "",
    permissionId,
    visibleText(name),
    state,
    ...times,
    ...figures,
    tokens.map(tokenCell).join("; "),
    limits.map(limitCell).join("; "),
  ];
};

/** In UTC; in Unix seconds where no calendar has it. */
function timeCell(seconds: bigint | undefined): string {
  if (seconds === undefined) return "";
  return seconds > endOfDates
    ? String(seconds)
    : new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

/** The symbol is whatever somebody chose: last, in quotes, and with nothing in it that parts tokens. */
function tokenCell({ token, symbol, transferred, approved }: TokenFigures): string {
  const figures = `${token} transferred ${transferred} approved ${approved}`;
  if (symbol === undefined) return figures;
  const quoted = JSON.stringify(visibleText(cutText(symbol, longestSymbol)));
  return `${figures} ${quoted.replaceAll(";", "\\u003b")}`;
}

const limitCell = ({ field, actionId, used, limit }: Limit): string =>
  `${field} ${used}/${limit}${actionId === undefined ? "" : ` of action ${actionId}`}`;
