import { endSignals } from "../endSignals.ts";

/**
 * Waits until this process is told to end. A second signal ends it at once, as it would without this.
 *
 * @returns The signal.
 */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    const take = (signal: NodeJS.Signals) => {
      for (const each of endSignals) process.off(each, take);
      resolve(signal);
    };
    for (const each of endSignals) process.on(each, take);
  });
}
