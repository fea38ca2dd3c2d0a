import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

/**
 * `build`: as Hardhat's own, but not for the commands that the suite runs, which has built before: each would look at
 * all sources again, and two that do so at a time write one cache file.
 */
const build: TaskOverrideActionFunction = async (given, { config }, runSuper) =>
  process.env.TEST_BUILT === config.paths.root
    ? { contractRootPaths: [], testRootPaths: [] }
    : runSuper(given);

export default build;
