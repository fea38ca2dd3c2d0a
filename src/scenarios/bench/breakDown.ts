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
  const length = (one: Pick<Lap, "begun" | "ended">) => one.ended - one.begun;
  const within = (outer: Pick<Lap, "begun" | "ended">, name = "chain ") =>
    laps
      .filter((one) => one.name.startsWith(name) && one.begun >= outer.begun && one.ended <= outer.ended)
      .reduce((sum, one) => sum + length(one), 0);

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

/**
 * Says where the time of a typical use went.
 *
 * @param uses The uses, at least one.
 * @returns The mean of the middle fifth, by time; the parts add up to about the median.
 */
export function breakDownTypical(uses: readonly TimedUse[]): Part[] {
  const sorted = [...uses].sort((one, other) => one.ended - one.begun - (other.ended - other.begun));
  const middle = sorted.slice(Math.floor(sorted.length * 0.4), Math.floor(sorted.length * 0.6) + 1);
  const parts = middle.map(breakDown);
  const [first = []] = parts;
  return first.map(({ part }, index) => ({
    part,
    milliseconds:
      parts.reduce((sum, one) => sum + (one[index]?.milliseconds ?? 0), 0) / Math.max(parts.length, 1),
  }));
}
