import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import hre, { network } from "hardhat";
import type { HardhatConfig } from "hardhat/types/config";
import { type Address, getAddress } from "viem";
import deploy from "../../scripts/targets/deploy.ts";
import verify from "../../scripts/targets/verify.ts";
import { soneiumDescriptors } from "../../src/config/networks.ts";
import {
  type Chain,
  chainKey,
  connectChain,
  type DeployedTarget,
  type Deployments,
  httpProvider,
  type TargetName,
} from "../../src/index.ts";
import { runAction } from "../helpers/runAction.ts";
import { runTaskIn, type TaskRun } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";
import { type Judgement, type Relay, startRelay } from "./relay.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const hardhat = fileURLToPath(new URL("../../node_modules/hardhat/dist/src/cli.js", import.meta.url));

const actions = { deploy, verify };
/** What Hardhat gives an action where nothing is given on the command line. */
const nothing = { names: [], treasury: undefined, dryRun: false, sources: false, json: false };

type Env = Readonly<Record<string, string>>;

/** What `targets …` is given beside the chain. */
export type Given = Partial<Record<keyof typeof nothing, string | boolean | readonly string[]>>;

/** A bare chain that is served on loopback, and a folder of deployments. */
export interface TargetsStage {
  readonly chain: Chain;
  readonly url: string;
  /** What the chain's deployments are kept under. */
  readonly key: string;
  /** The chain's first unlocked account. */
  readonly first: Address;
  readonly folder: string;
  /** The folder of Ignition's journal of this chain. */
  readonly journal: string;
  /** Runs `targets …` on the chain, in this process. */
  run(name: keyof typeof actions, given?: Given, env?: Env): Promise<TaskRun>;
  /** Runs `targets … --json` on the chain, in this process; gives what it printed. */
  runJson(name: keyof typeof actions, given?: Given, env?: Env): Promise<JsonRun>;
  /** Runs `targets …` on the chain by its words, in this process; the config is read with the variables. */
  runWords(words: readonly string[], env?: Env): Promise<TaskRun>;
  /** Runs `targets …` on the chain as a person does, in a process of its own. */
  runCommand(words: readonly string[], env?: Env): Promise<TaskRun>;
  /** A relay before the chain, ended with the test. */
  relay(judge: (method: string, count: number) => Judgement): Promise<Relay>;
  /** What the chain's file of deployments holds; undefined where there is none. */
  readFile(key?: string): Deployments | undefined;
  /** How many transactions an account has sent, and the chain has mined. */
  sentBy(address: Address): Promise<number>;
}

/** How a task ended that prints JSON, and what it printed. */
export interface JsonRun {
  readonly exitCode: number;
  // biome-ignore lint/suspicious/noExplicitAny: what a program prints has no type.
  readonly json: any;
}

/**
 * A chain and a folder of each test's own, gone after it.
 *
 * @returns Gives the stage of the test that runs.
 */
export function targetsStage(): () => TargetsStage {
  let stage: TargetsStage | undefined;
  let ends: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    const server = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await server.listen();
    const folder = mkdtempSync(join(tmpdir(), "deployments-"));
    ends = [() => server.close(), async () => rmSync(folder, { recursive: true, force: true })];
    stage = await makeStage(`http://127.0.0.1:${port}`, folder, (end) => ends.unshift(end));
  });
  afterEach(async () => {
    for (const end of ends) await end();
  });
  return () => stage ?? expect.fail("no test runs");
}

/**
 * A chain on which the targets were deployed, and the folder that says so: deployed once, and as new for each test.
 *
 * @returns Gives the stage of the test that runs, and what `targets deploy` said.
 */
export function deployedStage(): () => TargetsStage & { readonly targets: readonly DeployedTarget[] } {
  let stage: (TargetsStage & { readonly targets: readonly DeployedTarget[] }) | undefined;
  let kept = "";
  let snapshot: unknown;
  let closing: (() => Promise<void>)[] = [];
  let ending: (() => Promise<void>)[] = [];
  before(async () => {
    const server = await network.createServer("default", "127.0.0.1", 0);
    const { port } = await server.listen();
    const [folder, copy] = [0, 1].map(() => mkdtempSync(join(tmpdir(), "deployments-"))) as [string, string];
    closing = [() => server.close(), async () => rmSync(folder, { recursive: true, force: true })];
    const made = await makeStage(`http://127.0.0.1:${port}`, folder, (end) => ending.unshift(end));
    const { exitCode, json } = await made.runJson("deploy");
    expect(exitCode, JSON.stringify(json)).to.equal(0);
    cpSync(folder, copy, { recursive: true });
    closing.push(async () => rmSync(copy, { recursive: true, force: true }));
    kept = copy;
    stage = { ...made, targets: json.targets };
  });
  beforeEach(async () => {
    snapshot = await stage?.chain.provider.request({ method: "evm_snapshot" });
  });
  afterEach(async () => {
    for (const end of ending) await end();
    ending = [];
    if (!stage) return;
    await stage.chain.provider.request({ method: "evm_revert", params: [snapshot] });
    rmSync(stage.folder, { recursive: true });
    cpSync(kept, stage.folder, { recursive: true });
  });
  after(async () => {
    for (const end of closing) await end();
  });
  return () => stage ?? expect.fail("no test runs");
}

async function makeStage(
  url: string,
  folder: string,
  atEnd: (end: () => Promise<void>) => void,
): Promise<TargetsStage> {
  const chain = await connectChain(httpProvider(url));
  const { chainId, instance } = chain;
  const key = chainKey({ chainId, ...(instance !== undefined && { instance }) });
  const [first] = await chain.provider.request({ method: "eth_accounts" });
  const run: TargetsStage["run"] = (name, given, others) => {
    const env = { ...environment(url, folder), ...others };
    const surroundings = { network: "localhost", rpcUrl: env.WORLD_RPC_URL, env, config: explorers(env) };
    return runAction(actions[name], surroundings, { ...nothing, ...given });
  };
  return {
    chain,
    url,
    key,
    first: getAddress(first),
    folder,
    journal: join(folder, "ignition", "deployments", key.replaceAll("/", "-")),
    run,
    async runJson(name, given, env) {
      const { exitCode, stdout } = await run(name, { ...given, json: true }, env);
      return { exitCode, json: JSON.parse(stdout) };
    },
    runCommand: (words, env) =>
      runTaskIn({ network: "localhost", env: { ...environment(url, folder), ...env } }, "targets", ...words),
    runWords: (words, env) =>
      runTaskHere(
        { network: "localhost", env: { ...environment(url, folder), ...env } },
        "targets",
        ...words,
      ),
    async relay(judge) {
      const relay = await startRelay(url, judge);
      atEnd(relay.close);
      return relay;
    },
    readFile(ofKey = key) {
      const file = join(folder, `${ofKey}.json`);
      return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
    },
    sentBy: (address) => chain.client.getTransactionCount({ address }),
  };
}

/** Nobody's own key or keystore takes part: a variable that is set to nothing is set. */
const environment = (url: string, folder: string) => ({
  WORLD_RPC_URL: url,
  SMART_SESSIONS_DEPLOYMENTS: folder,
  DEPLOYER_PRIVATE_KEY: "",
});

/** The explorers that the variables name: those of the config were read before the test knew. */
function explorers(env: Env): Pick<HardhatConfig, "chainDescriptors"> {
  const named = soneiumDescriptors(env);
  const chainDescriptors = new Map(hre.config.chainDescriptors);
  for (const id of [1946, 1868] as const) {
    const { blockExplorers } = named[id];
    const descriptor = chainDescriptors.get(BigInt(id));
    if (descriptor) chainDescriptors.set(BigInt(id), { ...descriptor, blockExplorers });
  }
  return { chainDescriptors };
}

/**
 * Starts `targets deploy`, and kills it without a chance to tidy up.
 *
 * @param stage The stage.
 * @param url The chain's URL, as the command is to reach it.
 * @param names What it deploys.
 * @param moment When it is killed.
 */
export async function killDuringDeploy(
  { folder }: TargetsStage,
  url: string,
  names: readonly TargetName[],
  moment: Promise<void>,
): Promise<void> {
  const { HARDHAT_NETWORK: _handedDown, ...inherited } = process.env;
  const child = spawn(process.execPath, [hardhat, "--network", "localhost", "targets", "deploy", ...names], {
    cwd: root,
    env: { ...inherited, HARDHAT_DISABLE_TELEMETRY: "true", ...environment(url, folder) },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
  const ended = once(child, "close");
  const early = ended.then(() => "ended");
  const first = await Promise.race([moment.then(() => "moment"), early]);
  if (first === "ended") expect.fail(`it ended by itself:\n${said}`);
  child.kill("SIGKILL");
  const [, signal] = await ended;
  expect(signal).to.equal("SIGKILL");
}
