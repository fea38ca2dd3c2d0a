import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  findScenario,
  onSimulatedChain,
  reproduce as play,
  ReproductionInterruptedError,
  reproduceReport,
  toJson,
  worldReport,
} from "../../src/index.ts";
import { borrowChain } from "../borrowChain.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { untilInterrupted } from "../untilInterrupted.ts";
import { parseKind } from "./parseKind.ts";

/** `sessions reproduce NAME`: a scenario of the troubleshooting catalogue, played on a simulated chain. */
export default async function reproduce(
  { id, account, json }: { id: string; account?: string | undefined; json: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      const scenario = findScenario(id);
      const kind = account === undefined ? undefined : parseKind(account);
      await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
      const connection = await hre.network.create();
      const played = (signal: AbortSignal) =>
        onSimulatedChain(connection.provider, (harness) => {
          process.stderr.write(`${worldReport(harness.world)}\n\n`);
          return play(harness, scenario, { kind, signal });
        });
      const reproduction = await borrowChain(connection, () =>
        untilInterrupted(new ReproductionInterruptedError(), played),
      );
      console.log(json ? toJson(reproduction) : reproduceReport(reproduction));
      return reproduction.problems.length === 0;
    },
    { json },
  );
}
