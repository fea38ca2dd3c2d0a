import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { sessionsFileJsonSchema, toJson } from "../../src/index.ts";

/** `sessions schema`: the JSON Schema of sessions files. */
export default async function schema(_: object, hre: HardhatRuntimeEnvironment): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  console.log(toJson(sessionsFileJsonSchema()));
}
