import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What becomes of a request: `swallow` never reaches the chain, `keep` does, and is not answered. */
export type Judgement = "pass" | "refuse" | "swallow" | "keep";

/** A chain over HTTP, some of whose requests are not answered as it would. */
export interface Relay {
  readonly url: string;
  /** The first request that was not answered. */
  readonly swallowed: Promise<void>;
  close(): Promise<void>;
}

/**
 * Stands between a command and a chain, on loopback.
 *
 * @param target The chain's URL.
 * @param judge Says what becomes of a request; `count` is the how manieth of its method it is, from 1.
 * @returns The relay.
 */
export async function startRelay(
  target: string,
  judge: (method: string, count: number) => Judgement,
): Promise<Relay> {
  const counts = new Map<string, number>();
  let tell = () => {};
  const swallowed = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { id, method } = JSON.parse(body) as { id: number; method: string };
    const count = (counts.get(method) ?? 0) + 1;
    counts.set(method, count);
    const judgement = judge(method, count);
    const answer =
      judgement === "refuse"
        ? JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32_601, message: "no such method" } })
        : judgement === "swallow"
          ? undefined
          : await ask(target, body);
    if (judgement === "swallow" || judgement === "keep") return tell();
    response.writeHead(200, { "content-type": "application/json" }).end(answer);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    swallowed,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function ask(url: string, body: string): Promise<string> {
  const headers = { "content-type": "application/json" };
  return (await fetch(url, { method: "POST", headers, body })).text();
}
