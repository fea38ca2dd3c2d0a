import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { http } from "viem";
import {
  type BenchOptions,
  benchReport,
  createWorld,
  httpProvider,
  InvalidInputError,
  type OtherBundler,
  runBench,
  startAlto,
  toJson,
} from "../src/index.ts";
import { startAnvil } from "./bench/startAnvil.ts";
import { runAtEdge } from "./runAtEdge.ts";

interface Options extends BenchOptions {
  readonly json: boolean;
  readonly bundler: string | undefined;
  readonly node: string | undefined;
}

/** `bench`: what set-up, uses and enabling take, in time and gas. */
export default async function bench(
  { json, bundler, node, ...options }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  const stops: (() => Promise<void>)[] = [];
  const work = async () => {
    oneOf("bundler", bundler, ["instant", "alto"]);
    oneOf("node", node, ["hardhat", "anvil"]);
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const other = bundler === "alto" ? () => startOther(hre, node ?? "hardhat", stops) : undefined;
    const createChain = async () => (await hre.network.create()).provider;
    const result = await runBench(createChain, options, other, (stage) => console.error(`${stage} …`));
    console.log(json ? toJson(result) : `\n${benchReport(result)}`);
    return true;
  };
  await runAtEdge(
    () =>
      work()
        .catch(nameOption)
        .finally(() => stopAll(stops)),
    { json },
  );
}

/** alto, over a node of its own. */
async function startOther(
  hre: HardhatRuntimeEnvironment,
  node: string,
  stops: (() => Promise<void>)[],
): Promise<OtherBundler> {
  const chain = node === "anvil" ? await startAnvil() : await startNode(hre);
  stops.unshift(chain.stop);
  const provider = httpProvider(chain.url);
  await createWorld(provider); // alto wants the EntryPoint to be there
  const alto = await startAlto({ rpcUrl: chain.url });
  stops.unshift(alto.stop);
  const name = `alto and ${node === "anvil" ? "anvil" : "a Hardhat node"}`;
  return { name, provider, bundlerTransport: http(alto.url, { retryCount: 0 }) };
}

async function startNode(hre: HardhatRuntimeEnvironment) {
  const server = await hre.network.createServer("node", "127.0.0.1", 0);
  const { port } = await server.listen();
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

async function stopAll(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops) await stop();
}

function oneOf(field: string, value: string | undefined, allowed: readonly string[]): void {
  if (value === undefined || allowed.includes(value)) return;
  throw new InvalidInputError([
    { field, value, problem: "is not known here", remedy: `Give one of: ${allowed.join(", ")}.` },
  ]);
}

/** The library calls an account's kind `kind`; here it is given as `--account`. */
function nameOption(error: unknown): never {
  if (!(error instanceof InvalidInputError)) throw error;
  const problems = error.problems.map((one) => ({ ...one, field: one.field.replace(/^kind$/, "account") }));
  throw new InvalidInputError(problems as never);
}
