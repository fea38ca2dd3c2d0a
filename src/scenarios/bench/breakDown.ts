import type { Lap } from "./stopwatch.ts";

/** A part of a use, and its time. */
export interface Part {
  readonly part: string;
  readonly milliseconds: number;
}

/** One use, timed. */
export interface TimedUse {
  readonly begun: number;
  readonly ended: number;
  readonly laps: readonly Lap[];
}

/**
 * Says where the time of one use went.
 *
 * @param use The use; its gas was given.
 * @returns The parts; they add up to its time.
 */
export function breakDown({ begun, ended, laps }: TimedUse): Part[] {
  const lap = (name: string): Lap => laps.find((one) => one.name === name) ?? { name, begun, ended: begun };
  const within = (outer: Span, name = "chain ") =>
    covered(
      laps.filter((one) => one.name.startsWith(name) && one.begun >= outer.begun && one.ended <= outer.ended),
    );

  const sign = lap("sign");
  const submit = lap("bundler eth_sendUserOperation");
  const build = { begun, ended: sign.begun };
  const receipt = { begun: submit.ended, ended: lap("bundler eth_getUserOperationReceipt").ended };
  const simulating = within(submit, "chain eth_call");
  const sending = within(submit, "chain eth_sendTransaction");
  const parts: Part[] = [
    { part: "build: ask the chain for the nonce", milliseconds: within(build) },
    { part: "build: encode, check, hash", milliseconds: length(build) - within(build) },
    { part: "sign", milliseconds: length(sign) },
    { part: "submit: simulate handleOps (eth_call)", milliseconds: simulating },
    { part: "submit: send and mine it (eth_sendTransaction)", milliseconds: sending },
    { part: "submit: the bundler's own work", milliseconds: length(submit) - simulating - sending },
    { part: "receipt: ask the chain", milliseconds: within(receipt) },
    { part: "receipt: read and hand on", milliseconds: length(receipt) - within(receipt) },
  ];
  const known = parts.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [...parts, { part: "rest", milliseconds: ended - begun - known }];
}

type Span = Pick<Lap, "begun" | "ended">;

const length = ({ begun, ended }: Span) => ended - begun;

/** How long at least one of them went on: requests may be under way together. */
function covered(spans: readonly Span[]): number {
  let [sum, until] = [0, Number.NEGATIVE_INFINITY];
  for (const { begun, ended } of [...spans].sort((one, other) => one.begun - other.begun)) {
    sum += Math.max(0, ended - Math.max(begun, until));
    until = Math.max(until, ended);
  }
  return sum;
}

/**
 * Says where the time of a typical use went.
 *
 * @param uses The uses, at least one.
 * @returns The mean of the middle fifth, by time; the parts add up to about the median.
 */
export function breakDownTypical(uses: readonly TimedUse[]): Part[] {
  const sorted = [...uses].sort((one, other) => length(one) - length(other));
  const aside = Math.floor(sorted.length * 0.4);
  const middle = sorted.slice(aside, sorted.length - aside);
  const parts = middle.map(breakDown);
  const [first = []] = parts;
  return first.map(({ part }, index) => ({
    part,
    milliseconds:
      parts.reduce((sum, one) => sum + (one[index]?.milliseconds ?? 0), 0) / Math.max(parts.length, 1),
  }));
}
