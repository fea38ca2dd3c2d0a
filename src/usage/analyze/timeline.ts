import type { UsageInterval } from "../Analysis.ts";
import type { Timeline } from "./UsageState.ts";

/** How long intervals may be, in seconds, from a minute to a week; each is a multiple of the one before. */
const widths = [60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800];
const most = 60;

/** @returns A timeline on which nothing was done. */
export const emptyTimeline = (): Timeline => ({ width: 60, intervals: new Map() });

/**
 * Puts an operation on the timeline. Where it becomes too long, its intervals are joined: it holds no more than 60.
 *
 * @param timeline The timeline.
 * @param time When it was mined, in Unix seconds.
 * @param success Whether it took effect.
 */
export function countTime(timeline: Timeline, time: bigint, success: boolean): void {
  add(timeline, Number(time), { succeeded: success ? 1 : 0, failed: success ? 0 : 1 });
  const begins = [...timeline.intervals.keys()].map(Number);
  if (begins.length > 1) widen(timeline, Math.min(...begins), Math.max(...begins));
}

/**
 * The intervals from the first operation to the end of the period, those in which nothing was done as well.
 *
 * @param timeline The timeline; it is not used afterwards.
 * @param end The period's end, in Unix seconds.
 * @returns At most 60; none where nothing was done.
 */
export function intervalsOf(timeline: Timeline, end: bigint): readonly UsageInterval[] {
  if (timeline.intervals.size === 0) return [];
  const first = Math.min(...[...timeline.intervals.keys()].map(Number));
  widen(timeline, first, Number(end));
  const { width, intervals } = timeline;
  const begin = floor(first, width);
  const count = Math.max(0, (floor(Number(end), width) - begin) / width) + 1;
  return Array.from({ length: count }, (_, index) => {
    const at = begin + index * width;
    return { begin: BigInt(at), ...(intervals.get(String(at)) ?? { succeeded: 0, failed: 0 }) };
  });
}

const floor = (time: number, width: number): number => time - (time % width);

function add({ width, intervals }: Timeline, time: number, more: Omit<UsageInterval, "begin">): void {
  const begin = String(floor(time, width));
  const { succeeded, failed } = intervals.get(begin) ?? { succeeded: 0, failed: 0 };
  intervals.set(begin, { succeeded: succeeded + more.succeeded, failed: failed + more.failed });
}

/** Joins intervals until they are few enough from one time to another. */
function widen(timeline: Timeline, from: number, to: number): void {
  const isFew = (width: number) => (floor(to, width) - floor(from, width)) / width < most;
  let width = timeline.width;
  while (!isFew(width)) width = widths.find((one) => one > width) ?? 2 * width;
  if (width === timeline.width) return;
  const before = timeline.intervals;
  timeline.width = width;
  timeline.intervals = new Map();
  for (const [begin, counted] of before) add(timeline, Number(begin), counted);
}
