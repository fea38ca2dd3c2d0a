import { endSignals } from "./endSignals.ts";

/**
 * Has a signal to end abort the work, which then has the time to put back what it changed. A second one ends the process at
 * once, as it would without this.
 *
 * @param reason What the work is aborted with.
 * @param work The work.
 * @returns What the work gives.
 */
export async function untilInterrupted<Result>(
  reason: Error,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const interrupt = () => {
    for (const each of endSignals) process.off(each, interrupt);
    controller.abort(reason);
  };
  for (const each of endSignals) process.on(each, interrupt);
  try {
    return await work(controller.signal);
  } finally {
    for (const each of endSignals) process.off(each, interrupt);
  }
}
