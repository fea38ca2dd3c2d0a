import { type TimeFrame, timeFrame } from "./policies/timeFrame.ts";
import type { PolicyOnChain, SessionOnChain } from "./readSession.ts";

/** The greatest time that TimeFramePolicy takes is no end. */
const noEnd = 2n ** 48n - 1n;

/**
 * The time in which a session may be used: that of the session as a whole, narrowed by its action's where it has but one.
 *
 * @param state What the chain holds of the session.
 * @returns First and last second, in Unix seconds; undefined where nothing bounds it.
 */
export function timeFrameOf({ userOpPolicies, actions }: SessionOnChain): {
  readonly validAfter: bigint | undefined;
  readonly validUntil: bigint | undefined;
} {
  const [only, other] = actions;
  const judging = [...userOpPolicies, ...(only && !other ? only.policies : [])];
  const frames = judging.flatMap(framesOf);
  const begins = frames.map(({ validAfter }) => validAfter).filter((time) => time !== 0n);
  const ends = frames.map(({ validUntil }) => validUntil).filter((time) => time !== 0n && time !== noEnd);
  const pick = (times: readonly bigint[], better: (one: bigint, other: bigint) => boolean) =>
    times.reduce<bigint | undefined>(
      (best, time) => (best === undefined || better(time, best) ? time : best),
      undefined,
    );
  return {
    validAfter: pick(begins, (one, best) => one > best),
    validUntil: pick(ends, (one, best) => one < best),
  };
}

const framesOf = ({ address, state }: PolicyOnChain): readonly TimeFrame[] =>
  address === timeFrame.address && state !== null ? [state as TimeFrame] : [];
