import { once } from "node:events";
import { createServer, type Socket } from "node:net";

/** Tells when a process lives, and when it is gone. */
export interface Lifeline {
  /** For the process to run: an ES module's first lines, which hold the line. */
  readonly code: string;
  /** Done when the process holds the line. */
  held(): Promise<void>;
  /** Done when the process is gone, however it went. */
  gone(): Promise<void>;
  /** Lets go: the process ends if it has not yet. */
  close(): void;
}

/**
 * A line that a process holds while it lives: its end is a signal, where a look at the list of processes would
 * need a clock and trip over those that nobody has reaped.
 *
 * @returns The line, for one process.
 */
export async function lifeline(): Promise<Lifeline> {
  let letGo = () => {};
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const taken = once(server, "connection").then(([socket]) => {
    const line: Socket = socket;
    letGo = () => line.destroy();
    line.on("error", () => {}).resume(); // "close" follows
    return { line, closed: new Promise<void>((resolve) => line.once("close", () => resolve())) };
  });
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  return {
    code: `
      import { connect } from "node:net";
      const line = connect(${port}, "127.0.0.1");
      await new Promise((held) => line.once("connect", held));
      line.once("close", () => process.exit()).unref(); // the process ends as it would without it
    `,
    held: async () => void (await taken),
    gone: async () => (await taken).closed,
    close: () => {
      letGo();
      server.close();
    },
  };
}
