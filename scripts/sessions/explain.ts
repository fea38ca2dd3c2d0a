import { text } from "node:stream/consumers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  BundlerUnreachableError,
  bundlerVariables,
  ChainUnreachableError,
  type ExplainMeans,
  type Explanation,
  explain,
  explainReport,
  InvalidInputError,
  openWorld,
  remoteBundler,
  toJson,
  type World,
} from "../../src/index.ts";
import { demandHttpUrl } from "../demandHttpUrl.ts";
import { openChain } from "../openChain.ts";
import { readVariable } from "../readVariable.ts";
import { runCommand } from "./runCommand.ts";

interface Options {
  /** What there is, in one argument or word by word. None, or `-`: standard input is read. */
  readonly input: readonly string[];
  readonly bundler: string | undefined;
  readonly json: boolean;
}

/** `sessions explain INPUT`: who refused a user operation, why it may be, and what to do. */
export default async function explainInput(options: Options, hre: HardhatRuntimeEnvironment): Promise<void> {
  await runCommand("sessions explain", options, async ({ progress }) => {
    const { json } = options;
    const input = options.input.join(" ");
    const given = input === "" || input === "-" ? await readAll(progress) : input;
    if (given.trim() === "") {
      const remedy =
        "Give the error as it was printed, an operation, a receipt or a hash, or pipe it: ./harness sessions explain < error.txt";
      throw new InvalidInputError([
        { field: "INPUT", value: "(nothing)", problem: "tells of no refusal", remedy },
      ]);
    }
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const explanation = await explainBy(given, () => findMeans(options, hre, progress));
    console.log(json ? toJson(explanation) : explainReport(explanation));
    return true;
  });
}

/** An error tells of itself also where the chain does not answer; a hash or an operation does not. */
async function explainBy(given: string, findMeans: () => Promise<ExplainMeans>): Promise<Explanation> {
  try {
    return await explain(given, await findMeans());
  } catch (error) {
    if (!(error instanceof ChainUnreachableError)) throw error;
    const alone = await explain(given);
    if (alone.layers.length === 0) throw error;
    const sentence = `${error.shortMessage} The error was explained without it.`;
    console.error(sentence);
    return { ...alone, unknown: [...alone.unknown, sentence] };
  }
}

function readAll(progress: (text: string) => void): Promise<string> {
  if (process.stdin.isTTY) progress("reading what is pasted here, until Ctrl-D");
  return text(process.stdin);
}

/** A chain that ends with this command knows nothing of what was refused elsewhere: then nobody is asked. */
async function findMeans(
  { bundler }: Options,
  hre: HardhatRuntimeEnvironment,
  progress: (text: string) => void,
): Promise<ExplainMeans> {
  const network = hre.globalOptions.network;
  if (network === undefined || hre.config.networks[network]?.type === "edr-simulated") return {};
  const { provider } = await openChain(hre, progress);
  const world = await openWorld(provider);
  const asked = await findBundler(hre, world, { option: bundler, network });
  return { world, bundler: asked };
}

async function findBundler(
  hre: HardhatRuntimeEnvironment,
  world: World,
  { option, network }: { readonly option: string | undefined; readonly network: string },
): Promise<ExplainMeans["bundler"]> {
  const name = bundlerVariables[network];
  const remedy = "Give the URL of a bundler for this chain, or leave it out.";
  const url = option ?? (name && (await readVariable(hre, name)));
  if (!url) return undefined;
  const asked = demandHttpUrl(url, option === undefined ? (name ?? "bundler") : "bundler", remedy);
  try {
    const { transport } = await remoteBundler(world, asked);
    return transport({}) as ExplainMeans["bundler"];
  } catch (error) {
    // It was not asked for: the chain alone tells most.
    if (option !== undefined || !(error instanceof BundlerUnreachableError)) throw error;
    console.error(`${error.shortMessage} It is left out.`);
    return undefined;
  }
}
