import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { TaskOverrideActionFunction } from "hardhat/types/tasks";
import { lock } from "proper-lockfile";

/** In milliseconds. A build that was killed is no hindrance after that time; one that is at work says so meanwhile. */
const stale = 10_000;
/** Longer than all contracts take: five minutes. */
const retries = { retries: 1_500, minTimeout: 200, maxTimeout: 200 };

/**
 * `build`: as Hardhat's own, one at a time, as two that look at all sources at once write one cache file; and not for the
 * commands that the suite runs, which has built before.
 */
const build: TaskOverrideActionFunction = async (given, { config }, runSuper) => {
  const { root, cache } = config.paths;
  if (process.env.TEST_BUILT === root) return { contractRootPaths: [], testRootPaths: [] };
  mkdirSync(cache, { recursive: true });
  const release = await lock(cache, {
    lockfilePath: join(cache, "build.lock"),
    stale,
    retries,
    onCompromised: () => {}, // another one builds as well, as it would without this
  });
  try {
    return await runSuper(given);
  } finally {
    await release().catch(() => {});
  }
};

export default build;
