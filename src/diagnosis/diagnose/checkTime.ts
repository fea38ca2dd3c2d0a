import { toActionId } from "../../session/ids.ts";
import type { ActionOnChain, SessionOnChain } from "../../session/readSession.ts";
import { selectorOf } from "../../session/selectorOf.ts";
import { timeFrameOf } from "../../session/timeFrameOf.ts";
import type { Call } from "../../world/Call.ts";
import { fallbackSelectors, fallbackTarget } from "../../world/fallbackAction.ts";
import type { Finding } from "../Diagnosis.ts";
import { callsOfAsked, type Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";
import { timeText } from "./timeText.ts";

/** A session that ends sooner than this, in seconds, may end before an operation is mined. */
const soon = 60n;
/** The year 5138 in seconds, or March 1973 in milliseconds. */
const firstMilliseconds = 100_000_000_000n;

const newSession = "Have the owner enable a new session.";
const inSeconds =
  "Have the owner enable a session whose times are Unix seconds (Date.now() / 1000, rounded down).";

/**
 * Whether the session is valid now, by the chain's clock and by ours.
 *
 * @param examination What was read.
 * @returns The finding; none where nothing is known of the session.
 */
export function checkTime({ session, asked, chain: { time }, clock }: Examination): Finding | undefined {
  const state = session?.judged?.state;
  if (!state) return undefined;
  const { validAfter, validUntil } = frameOf(state, callsOfAsked(asked));
  const isInside = (now: bigint) =>
    (validAfter ?? 0n) <= now && (validUntil === undefined || now <= validUntil);
  const byOurs = isInside(clock) ? "; by our clock it is valid" : "";
  if (validUntil !== undefined && time > validUntil) {
    return failure(
      "timeWindow",
      `The session has expired: its last second was ${timeText(validUntil, time)}, the chain is at ${time}${byOurs}.`,
      newSession,
      "validUntil",
    );
  }
  if (validAfter !== undefined && time < validAfter) {
    const isMilliseconds = validAfter >= firstMilliseconds;
    return failure(
      "timeWindow",
      `The session is not valid yet: it begins at ${timeText(validAfter, time)}, the chain is at ${time}${byOurs}${isMilliseconds ? "; that is milliseconds, it seems" : ""}.`,
      isMilliseconds ? inSeconds : "Wait until then.",
      "validAfter",
    );
  }
  if (validUntil !== undefined && validUntil >= firstMilliseconds) {
    return warning(
      "timeWindow",
      `The session ends at ${validUntil}, which is milliseconds, it seems: in seconds it never ends.`,
      inSeconds,
    );
  }
  if (!isInside(clock)) {
    return warning(
      "timeWindow",
      `The session is valid by the chain's clock (${time}), and not by ours (${clock}): it is from ${validAfter ?? "the beginning"} to ${validUntil ?? "no end"}.`,
      "Bundlers may go by a clock like ours: set it, or wait.",
    );
  }
  if (validUntil !== undefined && validUntil - time < soon) {
    return warning(
      "timeWindow",
      `The session ends at ${timeText(validUntil, time)}: an operation may be mined too late, and bundlers leave some seconds.`,
      newSession,
    );
  }
  const begins = validAfter === undefined ? "" : `from ${timeText(validAfter, time)} `;
  if (validUntil === undefined) return ok("timeWindow", `The session is valid ${begins}and has no end.`);
  return ok("timeWindow", `The session is valid ${begins}until ${timeText(validUntil, time)}.`);
}

/** The time frame of the session as a whole, and of the actions that the calls are, or of the only one. */
function frameOf(state: SessionOnChain, calls: readonly Call[]) {
  const frames = [
    timeFrameOf({ ...state, actions: [] }),
    ...actionsAsked(state, calls).map((action) => timeFrameOf({ ...state, actions: [action] })),
  ];
  const begins = frames.flatMap(({ validAfter }) => validAfter ?? []);
  const ends = frames.flatMap(({ validUntil }) => validUntil ?? []);
  return {
    validAfter: begins.reduce<bigint | undefined>(
      (last, one) => (last === undefined || one > last ? one : last),
      undefined,
    ),
    validUntil: ends.reduce<bigint | undefined>(
      (first, one) => (first === undefined || one < first ? one : first),
      undefined,
    ),
  };
}

function actionsAsked({ actions }: SessionOnChain, calls: readonly Call[]): readonly ActionOnChain[] {
  if (calls.length === 0) return actions.length === 1 ? actions : [];
  const fallback = actions.find(
    ({ actionId }) => actionId === toActionId(fallbackTarget, fallbackSelectors.others),
  );
  return calls.flatMap(({ to, data = "0x" }) => {
    const actionId = toActionId(to, selectorOf(data));
    return actions.find((action) => action.actionId === actionId) ?? fallback ?? [];
  });
}
