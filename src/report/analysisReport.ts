import type { Analysis, SessionUsage, TargetUsage, TokenFigures, UsageFigures } from "../usage/Analysis.ts";
import { etherText, tokenText } from "./analysisPage/amountText.ts";
import { countText } from "./analysisPage/countText.ts";
import { limitReader } from "./analysisPage/limitUse.ts";
import { sessionName } from "./analysisPage/sessionName.ts";
import { shortHex } from "./analysisPage/shortHex.ts";
import { utcText } from "./analysisPage/utcTime.ts";
import { visibleText } from "./analysisPage/visibleText.ts";
import { gasReport } from "./analysisReport/gasReport.ts";
import { table } from "./table.ts";

/** How many sessions and accounts are shown, how many targets and functions, and how many tokens or limits of one. */
const [mostShown, mostUsed, mostOfOne] = [20, 5, 3];

/**
 * An analysis as a person reads it: sessions by state, what was done, what it cost, and by whom.
 *
 * @param analysis The analysis.
 * @returns Text, without a line break at the end. Names and symbols have no control characters in it.
 */
export function analysisReport(analysis: Analysis): string {
  return [
    ...headline(analysis),
    ...bySession(analysis),
    ...byAccount(analysis),
    ...mostUsedOf("targets", analysis),
    ...mostUsedOf("functions", analysis),
    ...gasReport(analysis.gas),
  ].join("\n");
}

function headline({ chainId, release, period, sessions, totals, signatures, ...analysis }: Analysis) {
  const { unread, unrecognised, limitsAt } = analysis;
  const { fromBlock, fromTime, end } = period;
  const { operations, succeeded, failed, sponsored, calls, gasUsed, gasCost } = totals;
  const { bySessions, toEnable, saved } = signatures;
  const more = saved < 0 ? " (the owners signed more to enable sessions than these were used)" : "";
  return [
    `Chain ${chainId}, SmartSession ${release}; blocks ${countText(fromBlock)} to ${countText(end.blockNumber)}, ${utcText(fromTime)} to ${utcText(end.timestamp)} UTC`,
    "",
    `Sessions:   ${countText(sessions.total)}: ${countText(sessions.active)} active, ${countText(sessions.expired)} expired, ${countText(sessions.revoked)} revoked, ${countText(sessions.other)} other (not yet valid, used up, or without the module)`,
    `Operations: ${countText(operations)}: ${countText(succeeded)} succeeded, ${countText(failed)} failed; ${countText(calls)} calls; ${countText(sponsored)} paid for by paymasters`,
    `Moved:      ${movedText(totals)}`,
    `Gas:        ${countText(gasUsed)} charged for, ${etherText(gasCost)}`,
    `Signatures: ${countText(bySessions)} by session keys, ${countText(toEnable)} of owners to enable sessions; saved: ${countText(saved)}${more}`,
    ...(unread === 0
      ? []
      : [
          `! ${counted(unread, "operation")} could not be read whole: their session or their calls are in no figure below.`,
        ]),
    ...(unrecognised.accounts === 0
      ? []
      : [
          `! ${counted(unrecognised.operations, "operation")} of ${counted(unrecognised.accounts, "account")} of a kind that is not known are left out: any contract can make such up. Name the accounts to have them counted.`,
        ]),
    ...(limitsAt > end.blockNumber
      ? [`! Limits are as of block ${countText(limitsAt)}, and not of the period's end.`]
      : []),
  ];
}

function bySession({ bySession, totals }: Analysis): readonly string[] {
  if (bySession.length === 0) return [];
  const read = limitReader(totals.tokens);
  const rows = bySession
    .slice(0, mostShown)
    .map((session: SessionUsage) => [
      `${visibleText(sessionName(session))}\nof ${shortHex(session.account)}`,
      session.state,
      countText(session.operations),
      countText(session.failed),
      movedText(session, "\n"),
      few(session.limits, (limit) => visibleText(read(limit).text), "limit").join("\n") || "–",
    ]);
  return [
    "",
    title("Sessions", rows.length, bySession.length),
    table({
      head: ["session", "state", "operations", "failed", "moved", "used of its limits"],
      rows,
      widths: [20, 13, 10, 6, 24, 30],
      rightAligned: [2, 3],
    }),
  ];
}

function byAccount({ byAccount }: Analysis): readonly string[] {
  if (byAccount.length === 0) return [];
  const rows = byAccount
    .slice(0, mostShown)
    .map((account) => [
      shortHex(account.account),
      account.kind ?? "not known",
      countText(account.sessions),
      countText(account.operations),
      countText(account.failed),
      movedText(account, "\n"),
      etherText(account.gasCost),
    ]);
  return [
    "",
    title("Accounts", rows.length, byAccount.length),
    table({
      head: ["account", "kind", "sessions", "operations", "failed", "moved", "gas cost"],
      rows,
      widths: [13, 10, 8, 10, 6, 30, 20],
      rightAligned: [2, 3, 4, 6],
    }),
  ];
}

function mostUsedOf(
  of: "targets" | "functions",
  { [of]: all, totals }: Pick<Analysis, "targets" | "functions" | "totals">,
): readonly string[] {
  if (all.length === 0) return [];
  const rows = all
    .slice(0, mostUsed)
    .map((one) => [
      one.target,
      ...(of === "functions" ? [functionText(one)] : []),
      countText(one.calls),
      `${Math.round((100 * one.calls) / totals.calls)} %`,
      countText(one.failed),
      etherText(one.value),
    ]);
  const functions = of === "functions" ? [{ head: "function", width: 30 }] : [];
  return [
    "",
    title(`The most used ${of}`, rows.length, all.length),
    table({
      head: ["target", ...functions.map(({ head }) => head), "calls", "share", "failed", "value"],
      rows,
      widths: [42, ...functions.map(({ width }) => width), 8, 6, 6, 14],
      rightAligned: [1, 2, 3, 4].map((index) => index + functions.length),
    }),
  ];
}

const functionText = ({ selector, signature }: TargetUsage): string =>
  selector === undefined ? "(plain transfer)" : visibleText(signature ?? selector);

function movedText({ value, tokens }: UsageFigures, separator = "; "): string {
  const moved = tokens.filter(({ transferred, approved }) => transferred > 0n || approved > 0n);
  const textOf = (token: TokenFigures): string => {
    const amounts = [
      ...(token.transferred > 0n ? [`${tokenText(token.transferred, token)} transferred`] : []),
      ...(token.approved > 0n ? [`${tokenText(token.approved, token)} approved`] : []),
    ];
    return amounts.map(visibleText).join(separator);
  };
  return [etherText(value), ...few(moved, textOf, "token")].join(separator);
}

/** The first of many, and how many more there are. */
function few<Item>(all: readonly Item[], textOf: (one: Item) => string, what: string): readonly string[] {
  const more = all.length - mostOfOne;
  return [
    ...all.slice(0, mostOfOne).map(textOf),
    ...(more > 0 ? [`and ${counted(more, `more ${what}`)}`] : []),
  ];
}

const counted = (count: number, what: string): string =>
  `${countText(count)} ${what}${count === 1 ? "" : "s"}`;

const title = (what: string, shown: number, all: number): string =>
  shown === all ? what : `${what}: ${shown} of ${countText(all)}, the others are in --csv and --json`;
