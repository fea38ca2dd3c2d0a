import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  createHarness,
  type DemoOptions,
  demoReport,
  describeWorld,
  runDemo,
  stepLine,
  toJson,
  worldReport,
} from "../../src/index.ts";
import { runAtEdge } from "../runAtEdge.ts";

/** `sessions demo`: a session's whole life on a local chain, and every refusal on the way. */
export default async function demo(
  { json, ...options }: { json: boolean } & DemoOptions,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
      const { provider } = await hre.network.create();
      const harness = await createHarness({ provider });
      const { world } = harness;
      // What goes to standard error is for those who watch: standard output is the result alone.
      process.stderr.write(`${worldReport(world)}\n\n`);
      const result = await runDemo(harness, options, (step) => process.stderr.write(`${stepLine(step)}\n`));
      const report = json
        ? toJson({ world: describeWorld(world), ...result })
        : `\n${demoReport(world, result, process.stdout.columns)}`;
      console.log(report);
      return result.ok;
    },
    { json },
  );
}
