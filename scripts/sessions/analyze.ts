import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  type AccountKind,
  AnalysisInterruptedError,
  analysisCsv,
  analysisPage,
  analysisReport,
  analyze as analyzeUsage,
  compareGas,
  createHarness,
  openWorld,
  ReleaseNotPresentError,
  toJson,
  type World,
} from "../../src/index.ts";
import { fromHere } from "../fromHere.ts";
import { openChain } from "../openChain.ts";
import { untilInterrupted } from "../untilInterrupted.ts";
import { writeResult } from "../writeResult.ts";
import { checkOutputs } from "./checkOutputs.ts";
import { type AccountChoice, chooseAccounts, parseAccounts } from "./chooseAccounts.ts";
import { findPeriod } from "./findPeriod.ts";
import { runCommand } from "./runCommand.ts";

interface Options extends AccountChoice {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly readFrom: string | undefined;
  readonly checkpoint: string | undefined;
  readonly csv: string | undefined;
  readonly html: string | undefined;
  readonly noGas: boolean;
  readonly json: boolean;
}

/** `sessions analyze [ACCOUNT…]`: what sessions were used for in a period, and what it cost. */
export default async function analyze(options: Options, hre: HardhatRuntimeEnvironment): Promise<void> {
  await runCommand("sessions analyze", options, async ({ progress }) => {
    parseAccounts(options);
    const { json, csv, html } = options;
    checkOutputs(options);
    const checkpoint = options.checkpoint === undefined ? undefined : fromHere(options.checkpoint);
    const { network, provider } = await openChain(hre, progress);
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const world = await openWorld(provider);
    const { accounts, known } = chooseAccounts(hre, world, options);
    const { fromBlock, toBlock, readFrom } = await findPeriod(world, options);
    for (const { files } of known) for (const { shortMessage } of files.damaged) progress(shortMessage);
    progress(
      accounts
        ? `${accounts.length} account${accounts.length === 1 ? "" : "s"}`
        : "every account of the chain",
    );

    const analysis = await untilInterrupted(new AnalysisInterruptedError({ checkpoint }), (signal) =>
      analyzeUsage(world, {
        ...{ fromBlock, toBlock, readFrom, accounts, checkpoint, signal },
        known: known.flatMap(({ files }) => files.sessions),
        measureGas: options.noGas
          ? undefined
          : (kinds) => measureGas(hre, world, { kinds, signal, progress }),
        onProgress: progress,
      }),
    );

    if (csv !== "-" && html !== "-") {
      console.log(json ? toJson({ network, ...analysis }) : analysisReport(analysis));
    }
    const results = [
      ...(csv === undefined ? [] : [{ option: "csv", path: csv, text: analysisCsv(analysis) }]),
      ...(html === undefined ? [] : [{ option: "html", path: html, text: await analysisPage(analysis) }]),
    ];
    // What is printed is not lost where a file cannot be written.
    results.sort((one, other) => Number(other.path === "-") - Number(one.path === "-"));
    for (const { option, path, text } of results) await writeResult(option, path, text);
    return true;
  });
}

/** On a chain in this process, with the release that the analysed one has. */
async function measureGas(
  hre: HardhatRuntimeEnvironment,
  world: World,
  {
    kinds,
    signal,
    progress,
  }: {
    readonly kinds: readonly AccountKind[];
    readonly signal: AbortSignal;
    readonly progress: (text: string) => void;
  },
) {
  progress(`measuring the gas of ${kinds.join(", ")} accounts on a simulated chain`);
  const { provider, close } = await hre.network.create("default");
  try {
    const harness = await createHarness({ provider, release: world.release.name });
    return await compareGas(harness, { kinds, chain: world, onProgress: progress, signal });
  } catch (error) {
    if (!(error instanceof ReleaseNotPresentError)) throw error;
    progress(`gas is not compared: ${error.message}`);
    return [];
  } finally {
    await close();
  }
}
