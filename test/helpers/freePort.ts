import { once } from "node:events";
import { createServer } from "node:net";

/**
 * A port of this machine that nothing listens on.
 *
 * @returns The port. Who takes it soon has it.
 */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  await once(server.close(), "close");
  return port;
}
