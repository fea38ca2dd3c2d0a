import { partOfRun } from "../../scripts/testMocha/partOfRun.ts";
import type { Skipped } from "../../scripts/testMocha/Skipped.ts";
import { findReleases, howToPull, type ReleaseName, readEnvironment } from "../../src/index.ts";
import { isOnFork } from "./freshFork.ts";

/** What this run has left out: said at its end. */
export const skipped: Skipped[] = [];

/** Whether a world of SmartSession v1 can be made: on a fork its chain holds it, elsewhere the code store has to. */
export const hasV1 = (): boolean => isOnFork() || isInCodeStore();

const isInCodeStore = (): boolean =>
  findReleases().some(({ name, missing }) => name === "v1" && !missing.length);

/** The release that this run is on, where a test does not say which. */
export const releaseOfRun = (): ReleaseName =>
  readEnvironment(process.env).release !== "beta" && hasV1() ? "v1" : "beta";

/**
 * Leaves the tests of a `describe` out where the run is not on SmartSession v1, and has it say so at its end.
 *
 * @param what What is left out.
 */
export function needsV1(what: string): void {
  before(function () {
    if (releaseOfRun() === "v1") return;
    // Where the beta alone is asked for, the code store need not be in order.
    const betaAlone = readEnvironment(process.env).release === "beta" && !isOneOfAll();
    const missing = betaAlone ? [] : (findReleases().find(({ name }) => name === "v1")?.missing ?? []);
    if (missing.length > 0) {
      skipped.push({ what, why: `the code store lacks ${missing.join(", ")}`, command: howToPull });
    } else if (!isOneOfAll()) {
      skipped.push({
        what,
        why: "this run is on SmartSession beta",
        command: "SMART_SESSIONS_RELEASE=all ./harness test",
      });
    }
    this.skip();
  });
}

/**
 * Leaves the tests of a `describe` out where the code store does not hold v1: what they hold against each other is
 * code, and no chain's.
 *
 * @param what What is left out.
 */
export function needsCodeStore(what: string): void {
  needsV1(what);
  before(function () {
    if (isInCodeStore()) return; // elsewhere than on a fork, the run is then on v1
    const missing = findReleases().find(({ name }) => name === "v1")?.missing ?? [];
    skipped.push({ what, why: `the code store lacks ${missing.join(", ")}`, command: howToPull });
    this.skip();
  });
}

/** Whether other processes run on the other releases (see scripts/testMocha.ts). */
export const isOneOfAll = (): boolean => partOfRun().isOneOfAll;
