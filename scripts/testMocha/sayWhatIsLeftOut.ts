import { findReleases, HarnessError, howToPull } from "../../src/index.ts";
import type { Skipped } from "./Skipped.ts";

/** What a run, or a part of it, left out. */
export interface LeftOut {
  /** The release of SmartSession that it was on. */
  readonly release: string;
  readonly skipped: readonly Skipped[];
}

/**
 * Says what a run left out, and what would change it: a green run means little without.
 *
 * @param leftOut What.
 * @param isOneOfAll Whether the other releases that are there are run on as well.
 */
export function sayWhatIsLeftOut({ release, skipped }: LeftOut, isOneOfAll: boolean): void {
  const others = findAll(release).filter(
    ({ name, missing }) => name !== release && !(isOneOfAll && missing.length === 0),
  );
  const notRun = others.map(({ name, missing, why }) => ({
    what: `SmartSession ${name}`,
    ...(missing.length > 0
      ? { why: why ?? `the code store lacks ${missing.join(", ")}`, command: howToPull }
      : {
          why: `this run is on SmartSession ${release}`,
          command: "SMART_SESSIONS_RELEASE=all ./harness test",
        }),
  }));
  const all = [...notRun, ...skipped];
  for (const reason of new Set(all.map(({ why }) => why))) {
    const ofReason = all.filter(({ why }) => why === reason);
    console.log(`Not run, as ${reason}:`);
    for (const { what } of ofReason) console.log(`  ${what}`);
    console.log(`  To run ${ofReason.length > 1 ? "them" : "it"}: ${ofReason[0]?.command}\n`);
  }
}

/** On the beta the code store need not be in order: what is wrong with it is why v1 is not there. */
function findAll(release: string): readonly { name: string; missing: readonly string[]; why?: string }[] {
  try {
    return findReleases();
  } catch (error) {
    if (release !== "beta" || !(error instanceof HarnessError)) throw error;
    return [{ name: "v1", missing: ["SmartSession"], why: error.shortMessage.replace(/\.$/, "") }];
  }
}
