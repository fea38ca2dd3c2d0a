import hre from "hardhat";
import type { HardhatConfig } from "hardhat/types/config";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkManager } from "hardhat/types/network";
import { listen } from "./listen.ts";
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
  return listen(env, () => action(options, environmentOf(surroundings)));
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
const localhostAt = (url: string) =>
  ({
    create: (named?: string) =>
      named === undefined
        ? hre.network.create({ network: "localhost", override: { url } })
        : hre.network.create(named),
  }) as Pick<NetworkManager, "create">;
