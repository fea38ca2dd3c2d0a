import hre from "hardhat";
import type { HardhatConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkManager } from "hardhat/types/network";
import type { TaskRun } from "./runTask.ts";

/** What an action runs in. */
export interface ActionSurroundings {
  /** The network that is selected; undefined: none is. */
  readonly network: string | undefined;
  /** Where the network `localhost` is; the config was read before the test knew. */
  readonly rpcUrl?: string;
  /** What else is otherwise than the config was read. */
  readonly config?: Partial<HardhatConfig>;
  /** Variables beside those that the tests run with; an empty one is none. */
  readonly env: Readonly<Record<string, string>>;
}

// biome-ignore lint/suspicious/noExplicitAny: each action has options of its own.
type Action = (options: any, hre: HardhatRuntimeEnvironment) => Promise<void>;

/**
 * Runs the action of a task in this process, which takes a tenth of the time that starting Hardhat does. What the command
 * line makes of the words is not tested by that.
 *
 * @param action The action.
 * @param surroundings Network and variables.
 * @param options What the task would be given.
 * @returns How it ended, and what it printed.
 */
export async function runAction(
  action: Action,
  { env, ...surroundings }: ActionSurroundings,
  options: Readonly<Record<string, unknown>>,
): Promise<TaskRun> {
  const said = { stdout: "", stderr: "" };
  const restore = [
    replace(console, "log", (...words: unknown[]) => {
      said.stdout += `${words.join(" ")}\n`;
    }),
    replace(console, "error", (...words: unknown[]) => {
      said.stderr += `${words.join(" ")}\n`;
    }),
    replace(process.stderr, "write", ((text: string) => {
      said.stderr += text;
      return true;
    }) as typeof process.stderr.write),
    ...Object.entries(env).map(([name, value]) => replace(process.env, name, value)),
  ];
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    await action(options, environmentOf(surroundings));
    return { exitCode: Number(process.exitCode), ...said };
  } finally {
    process.exitCode = before;
    for (const put of restore) put();
  }
}

function environmentOf({
  network,
  rpcUrl,
  config,
}: Omit<ActionSurroundings, "env">): HardhatRuntimeEnvironment {
  const localhost = { ...hre.config.networks.localhost, url: { getUrl: async () => rpcUrl ?? "" } };
  const networks = { ...hre.config.networks, ...(rpcUrl !== undefined && { localhost }) };
  return {
    ...hre,
    tasks: hre.tasks,
    hooks: hre.hooks,
    network: rpcUrl === undefined ? hre.network : localhostAt(rpcUrl),
    config: { ...hre.config, networks, ...config },
    globalOptions: { ...hre.globalOptions, network },
  } as HardhatRuntimeEnvironment;
}

/** For what connects to the selected network by Hardhat: without this that would be the network of the tests. */
const localhostAt = (url: string): Pick<NetworkManager, "create"> => ({
  create: () => hre.network.create({ network: "localhost", override: { url } }),
});

/** Puts something in the place of a property, and gives what puts it back. */
function replace<Thing extends object, Key extends keyof Thing>(
  thing: Thing,
  key: Key,
  by: Thing[Key],
): () => void {
  const had = Object.hasOwn(thing, key);
  const before = thing[key];
  thing[key] = by;
  return () => {
    if (had || before !== undefined) thing[key] = before;
    else delete thing[key];
  };
}
