import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { alertRulesJsonSchema, sessionsFileJsonSchema, toJson } from "../../src/index.ts";

/** `sessions schema`: the JSON Schema of sessions files, or of alert rules. */
export default async function schema(
  { alerts }: { readonly alerts: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  console.log(toJson(alerts ? alertRulesJsonSchema() : sessionsFileJsonSchema()));
}
