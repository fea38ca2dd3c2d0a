import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  describeWorld,
  ProofInterruptedError,
  proofLine,
  proveReport,
  proveSessions,
  toJson,
  type World,
  worldReport,
} from "../../src/index.ts";
import { endSignals } from "../endSignals.ts";
import { fromHere } from "../fromHere.ts";
import { runAtEdge } from "../runAtEdge.ts";

/** `sessions prove FILE`: each permission's use, and an attack on each of its fields, on a simulated chain. */
export default async function prove(
  { file, account, json }: { file: string; account?: string | undefined; json: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
      const { provider } = await hre.network.create();
      let world: World | undefined;
      const result = await untilInterrupted((signal) =>
        proveSessions({
          ...{ provider, file: fromHere(file), account, signal },
          // What goes to standard error is for those who watch: standard output is the result alone.
          onWorld: (made) => {
            world = made;
            process.stderr.write(`${worldReport(made)}\n\n`);
          },
          onRow: (name, row) => process.stderr.write(`${proofLine(name, row)}\n`),
        }),
      );
      const on = world as World;
      const report = json
        ? toJson({ world: describeWorld(on), ...result })
        : `\n${proveReport(on, result, process.stdout.columns)}`;
      console.log(report);
      return result.ok;
    },
    { json },
  );
}

/** Has a signal to end put the chain back first. A second one ends the process at once, as it would without this. */
async function untilInterrupted<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController();
  const interrupt = () => {
    for (const each of endSignals) process.off(each, interrupt);
    controller.abort(new ProofInterruptedError());
  };
  for (const each of endSignals) process.on(each, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const each of endSignals) process.off(each, interrupt);
  }
}
