import { writeFileSync } from "node:fs";
import { relative, sep } from "node:path";
import { pathToFileURL } from "node:url";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Address, isAddress } from "viem";
import {
  chainKey,
  InvalidInputError,
  type LintOptions,
  lintReport,
  lintSarif,
  lint as lintSessions,
  openWorld,
  toJson,
} from "../../src/index.ts";
import { fromHere } from "../fromHere.ts";
import { openChain } from "../openChain.ts";
import { findTargets } from "./findTargets.ts";
import { runCommand } from "./runCommand.ts";

interface Options {
  readonly file: string;
  readonly address: string | undefined;
  readonly sarif: string | undefined;
  readonly json: boolean;
}

/** `sessions lint FILE`: what is wrong or unwise in a sessions file, before anything is signed. */
export default async function lint(
  { file, address, sarif, json }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runCommand("sessions lint", { json }, async ({ progress }) => {
    if (json && sarif === "-") {
      throw refuse(
        "sarif",
        sarif,
        "is standard output, and --json's as well",
        "Give a file, or one of them.",
      );
    }
    const account = address === undefined ? undefined : parseAddress(address);
    // A preset's ABI is read from the build.
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const chain = hre.globalOptions.network === undefined ? {} : await openChainOf(hre, progress);
    const found = await lintSessions(fromHere(file), { ...chain, account });
    // As it was given: the report is read where it was.
    const result = { ...found, file };
    if (sarif !== undefined) writeSarif(sarif, toJson(lintSarif(result, uriOf(fromHere(file)))));
    if (sarif !== "-") console.log(json ? toJson(result) : lintReport(result));
    return result.ok;
  });
}

/** The chain of the selected network; one in this process is asked as it was forked. */
async function openChainOf(
  hre: HardhatRuntimeEnvironment,
  progress: (text: string) => void,
): Promise<Pick<LintOptions, "world" | "targets" | "targetOf">> {
  const network = hre.globalOptions.network as string;
  const simulated = hre.config.networks[network]?.type === "edr-simulated";
  const { provider, key } = simulated ? await simulate(hre) : await openChain(hre, progress);
  const world = await openWorld(provider);
  const { forked } = world;
  const filed = key ?? (forked ? chainKey({ chainId: forked.chainId }) : chainKey(world));
  const { lookUp: targetOf, targets } = await findTargets(hre, { key: filed, network }, progress);
  // On a chain that ends with this process nothing is deployed, and nothing is missing.
  return { world, targetOf, ...(world.kind !== "local" || key !== undefined ? { targets } : {}) };
}

async function simulate(hre: HardhatRuntimeEnvironment) {
  const { provider } = await hre.network.create();
  return { provider, key: undefined };
}

/** As code scanning wants it: from where the command was run, or the whole of it where the file is elsewhere. */
function uriOf(file: string): string {
  const from = relative(fromHere("."), file);
  if (from.startsWith("..")) return pathToFileURL(file).href;
  return from.split(sep).map(encodeURIComponent).join("/");
}

function writeSarif(path: string, text: string): void {
  if (path === "-") {
    console.log(text);
    return;
  }
  try {
    writeFileSync(fromHere(path), `${text}\n`);
  } catch (error) {
    const problem = `cannot be written (${(error as NodeJS.ErrnoException).code})`;
    throw refuse("sarif", path, problem, "Give a path in a folder that there is, or - for standard output.");
  }
}

function parseAddress(text: string): Address {
  if (isAddress(text)) return text;
  const problem = "is not an address, or has a wrong checksum";
  throw refuse("address", text, problem, "Give the account's address: 0x and 40 hexadecimal digits.");
}

const refuse = (field: string, value: string, problem: string, remedy: string) =>
  new InvalidInputError([{ field, value, problem, remedy }]);
