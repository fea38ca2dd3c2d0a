import type { Cause, Explanation } from "../Explanation.ts";

/** What EntryPoint refuses an operation for that did not revert: the validator said so, and no account hides that. */
const answers: Readonly<Record<string, string>> = {
  AA22: "time range",
  AA24: "SIG_VALIDATION_FAILED",
  "-32503": "time range",
  "-32507": "SIG_VALIDATION_FAILED",
};

/** What EntryPoint says of an account's validation. */
const judged = ["AA22", "AA23", "AA24"];

/**
 * Holds what the chain says of an operation now against what was said when it was refused: a session may have been changed
 * since. A cause is certain alone where both agree.
 *
 * @param then What was given tells this by itself.
 * @param now What the chain tells.
 * @param block The block on whose state it was asked.
 * @returns The explanation.
 */
export function heldAgainst(then: Explanation, now: Explanation, block: bigint): Explanation {
  const [cause] = now.causes;
  const isAsked = now.layers.some(({ known }) => known === "asked");
  if (!cause) return now;
  if (!isAsked) {
    const isOpen = cause.certainty === "possible" && then.layers.some(({ code }) => judged.includes(code));
    const other = `The chain as it stands now (block ${block}) does not say the same any more: what was refused earlier is told by its own words alone.`;
    return isOpen ? { ...now, unknown: [...now.unknown, other] } : now;
  }
  const played = `Played on the chain as it stands now (block ${block})`;
  if (agree(then, now, cause)) return now;
  if (contradict(then, cause)) {
    const { rule } = cause;
    const other = `${played} it is another reason (${rule}: ${cause.cause}): what it was refused for may not be so any more.`;
    return { ...then, found: now.found, unknown: [...then.unknown, other] };
  }
  return {
    ...now,
    causes: now.causes.map((one) => ({ ...one, certainty: "possible" as const })),
    unknown: [...now.unknown, `${played}; what was refused earlier may have had another reason.`],
  };
}

function agree(then: Explanation, now: Explanation, cause: Cause): boolean {
  const [told] = then.causes;
  const inner = now.layers.at(-1);
  if (told?.certainty === "certain") {
    // That a call failed is no reason yet: it is the same where the same was said.
    return (
      told.rule === cause.rule && (told.rule !== "execution" || then.layers.at(-1)?.code === inner?.code)
    );
  }
  const answered = then.layers.some(
    ({ code }) => answers[code] !== undefined && answers[code] === inner?.code,
  );
  // What has expired by now need not have begun then.
  return answered && (cause.rule !== "validUntil" || inner?.args.validAfter === 0n);
}

/** Where it was told for certain, or could have been by nothing else, no other reason of now explains it. */
function contradict({ causes, layers }: Explanation, { rule }: Cause): boolean {
  const isTold = causes[0]?.certainty === "certain" || layers.some(({ code }) => answers[code] !== undefined);
  return isTold && causes.every((one) => one.rule !== rule);
}
