import { progressOf } from "../progress.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { type Stop, stopAll } from "../stopAll.ts";

/** What a command is given to work with. */
export interface Command {
  /** Tells on standard error how far it is. */
  readonly progress: (text: string) => void;
  /** Takes how to end what is started; it is ended in whichever way the command ends. */
  readonly stops: Stop[];
}

/**
 * Runs a command about an account's sessions at the edge of the program.
 *
 * @param name What it is called: `sessions list`.
 * @param options Whether JSON is wanted.
 * @param work What it does; it returns whether all went as it should.
 */
export async function runCommand(
  name: string,
  { json }: { readonly json: boolean },
  work: (command: Command) => Promise<boolean>,
): Promise<void> {
  const stops: Stop[] = [];
  await runAtEdge(
    async () => {
      try {
        return await work({ progress: progressOf(name), stops });
      } finally {
        await stopAll(stops);
      }
    },
    { json },
  );
}
