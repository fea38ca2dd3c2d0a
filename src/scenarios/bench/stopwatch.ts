import type { LocalAccount, Transport } from "viem";
import type { Eip1193Provider } from "../../world/Eip1193Provider.ts";

/** A request or a signature: what, and when, in milliseconds. */
export interface Lap {
  readonly name: string;
  readonly begun: number;
  readonly ended: number;
}

/** Notes when the chain, the bundler and the key are busy. */
export interface Stopwatch {
  chain(provider: Eip1193Provider): Eip1193Provider;
  bundler(transport: Transport): Transport;
  key(key: LocalAccount): LocalAccount;
  /** What was noted since the last time, in the order of ending. */
  take(): Lap[];
}

/**
 * A stopwatch to put between a harness and its chain, bundler and key.
 *
 * @returns The stopwatch.
 */
export function stopwatch(): Stopwatch {
  let laps: Lap[] = [];
  const timed = async <Result>(name: string, work: () => Promise<Result>): Promise<Result> => {
    const begun = performance.now();
    try {
      return await work();
    } finally {
      laps.push({ name, begun, ended: performance.now() });
    }
  };
  return {
    chain: (provider) => ({
      request: (args) => timed(`chain ${args.method}`, () => provider.request(args)),
    }),
    bundler: (transport) => (options) => {
      const made = transport(options);
      const { request } = made;
      const watched: typeof request = (args, options) =>
        timed(`bundler ${args.method}`, () => request(args, options));
      return { ...made, request: watched };
    },
    key: (key) => ({
      ...key,
      sign: (parameters) => timed("sign", async () => (await key.sign?.(parameters)) ?? "0x"),
    }),
    take: () => {
      const taken = laps;
      laps = [];
      return taken;
    },
  };
}
