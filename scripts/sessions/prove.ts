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
import { borrowChain } from "../borrowChain.ts";
import { fromHere } from "../fromHere.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { untilInterrupted } from "../untilInterrupted.ts";

/** `sessions prove FILE`: each permission's use, and an attack on each of its fields, on a simulated chain. */
export default async function prove(
  { file, account, json }: { file: string; account?: string | undefined; json: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
      const connection = await hre.network.create();
      let world: World | undefined;
      const prove = (signal: AbortSignal) =>
        proveSessions({
          ...{ provider: connection.provider, file: fromHere(file), account, signal },
          // What goes to standard error is for those who watch: standard output is the result alone.
          onWorld: (made) => {
            world = made;
            process.stderr.write(`${worldReport(made)}\n\n`);
          },
          onRow: (name, row) => process.stderr.write(`${proofLine(name, row)}\n`),
        });
      const result = await borrowChain(connection, () =>
        untilInterrupted(new ProofInterruptedError(), prove),
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
