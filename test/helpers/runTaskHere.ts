import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { HardhatUserConfig } from "hardhat/types/config";
import type { Task } from "hardhat/types/tasks";
import { listen } from "./listen.ts";
import type { TaskRun, TaskSurroundings } from "./runTask.ts";

/** What Hardhat's command line does with words; it exports none of it. */
interface Cli {
  parseRawArguments(words: readonly string[]): string[];
  parseTask(words: string[], used: boolean[], tasks: Map<string, Task>): Task | string[];
  parseTaskArguments(words: string[], used: boolean[], task: Task): Record<string, unknown>;
  printErrorMessages(error: unknown): Promise<void>;
}
const root = new URL("../..", import.meta.url);
const cli = new URL("node_modules/hardhat/dist/src/internal/cli/", root);
let times = 0;

/**
 * Runs a task by the words of its command line, in a Hardhat of its own but in this process: that takes a tenth of the
 * time. Where signals, the real exit or what is served are tested, a process of its own is wanted: `runTaskIn`.
 *
 * @param surroundings The network, and the environment's variables; an empty one is none.
 * @param words The task and its options.
 * @returns How it ended, and what it printed.
 */
export async function runTaskHere(
  { network, env = {} }: TaskSurroundings,
  ...words: string[]
): Promise<TaskRun> {
  const { parseRawArguments, parseTask, parseTaskArguments, printErrorMessages }: Cli = {
    ...(await import(new URL("parser.js", cli).href)),
    ...(await import(new URL("error-handling/error-handler.js", cli).href)),
  };
  return listen(env, async () => {
    try {
      // The config reads the environment when it is loaded: each time anew.
      const config: { default: HardhatUserConfig } = await import(
        new URL(`hardhat.config.ts?${++times}`, root).href
      );
      const hre = await createHardhatRuntimeEnvironment(
        config.default,
        network === undefined ? {} : { network },
        root.pathname,
      );
      const raw = parseRawArguments(words);
      const used = raw.map(() => false);
      const task = parseTask(raw, used, hre.tasks.rootTasks as Map<string, Task>);
      if (Array.isArray(task)) throw new Error(`there is no task ${words.join(" ")}`);
      const result = await task.run(parseTaskArguments(raw, used, task));
      if (result?.success === false) process.exitCode = 1;
    } catch (error) {
      await printErrorMessages(error);
      process.exitCode = 1;
    }
  });
}
