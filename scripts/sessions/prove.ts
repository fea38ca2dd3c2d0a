import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  chainKey,
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
import { findTargets } from "./findTargets.ts";

/** Standard output is the result alone. */
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

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
          onWorld: (made) => {
            world = made;
            say(`${worldReport(made)}\n`);
          },
          // What is proved is what `create` grants: names stand for what is deployed on this chain.
          deployedOn: (on) =>
            findTargets(hre, { key: chainKey(on.forked ?? on), network: connection.networkName }, say),
          onRow: (name, row) => say(proofLine(name, row)),
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
