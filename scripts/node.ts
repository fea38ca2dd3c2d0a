import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

/** `node`: as Hardhat's own, but on loopback unless told otherwise. Inside Docker Hardhat listens everywhere. */
const node: TaskOverrideActionFunction<{ hostname?: string }> = (given, _hre, runSuper) =>
  runSuper({ ...given, hostname: given.hostname ?? "127.0.0.1" });

export default node;
