import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type BenchOptions, benchReport, InvalidInputError, runBench, toJson } from "../src/index.ts";
import { startOther } from "./bench/startOther.ts";
import { runAtEdge } from "./runAtEdge.ts";

interface Options extends BenchOptions {
  readonly json: boolean;
  readonly bundler: string | undefined;
  readonly node: string | undefined;
}

/** `bench`: what set-up, uses, enabling and reading take, in time and gas. It ends with 1 where what is read is not what was done. */
export default async function bench(
  { json, bundler = "instant", node, ...options }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      oneOf("bundler", bundler, ["instant", "alto"]);
      if (node !== undefined) oneOf("node", node, ["hardhat", "anvil"]);
      if (node !== undefined && bundler !== "alto") {
        refuse("node", node, "is the chain under alto, which is not measured", "Add --bundler alto.");
      }
      await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
      const other = bundler === "alto" ? () => startOther(hre, node === "anvil") : undefined;
      const createChain = async () => (await hre.network.create()).provider;
      const result = await runBench(createChain, options, other, (stage) => console.error(`${stage} …`));
      console.log(json ? toJson(result) : `\n${benchReport(result)}`);
      return result.reading?.asDone ?? true;
    },
    { json },
  );
}

function oneOf(field: string, value: string, allowed: readonly string[]): void {
  if (!allowed.includes(value))
    refuse(field, value, "is not known here", `Give one of: ${allowed.join(", ")}.`);
}

function refuse(field: string, value: string, problem: string, remedy: string): never {
  throw new InvalidInputError([{ field, value, problem, remedy }]);
}
