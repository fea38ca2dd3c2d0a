import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  InvalidInputError,
  importArtifacts,
  type PulledCode,
  pullCode,
  pullReport,
  toJson,
} from "../../src/index.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { connect } from "./connect.ts";
import { progress } from "./progress.ts";

/** `canonical pull`: fills the code store, from a chain or from build artifacts. */
export default async function pull(
  { from, json }: { from?: string | undefined; json: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      const pulled = await pullFrom(hre, from);
      console.log(json ? toJson(pulled) : pullReport(pulled));
      return pulled.missing.length === 0;
    },
    { json },
  );
}

async function pullFrom(hre: HardhatRuntimeEnvironment, from: string | undefined): Promise<PulledCode> {
  const { network } = hre.globalOptions;
  if (from !== undefined) {
    if (network !== undefined) throw bothGiven(from);
    const { provider } = await hre.network.create("default");
    return importArtifacts({ from, provider, onProgress: progress });
  }
  if (network === undefined) throw noneGiven();
  return pullCode({ ...(await connect(hre, network)), onProgress: progress });
}

const bothGiven = (from: string) =>
  new InvalidInputError([
    {
      field: "from",
      value: from,
      problem: "is given, and --network as well: the code comes from one of them",
      remedy: "Leave one of them out; a second pull adds to the first.",
    },
  ]);

const noneGiven = () =>
  new InvalidInputError([
    {
      field: "network",
      value: "(nothing)",
      problem: "is not given, and neither is --from: there is nothing to pull from",
      remedy: "Give --network soneiumMinato, or --from DIR with the folder of build artifacts.",
    },
  ]);
