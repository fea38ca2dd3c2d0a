import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hex } from "viem";
import { pieces } from "./pieces.ts";

/** A request of JSON-RPC 2.0. */
export interface RpcRequest {
  readonly id: number;
  readonly method: string;
  readonly params?: readonly string[];
}

/** An answer over HTTP. */
export interface HttpAnswer {
  /** Default: 200. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** Whether the line is cut after the body, when more is to come. */
  readonly cut?: boolean;
}

/**
 * Serves an RPC on loopback.
 *
 * @param answer Answers a batch; a request by itself is a batch of one. Where it gives nothing, the line hangs.
 * @returns Its URL, the batches that it was asked, and how to end it.
 */
export async function rpcServer(
  answer: (batch: readonly RpcRequest[], count: number) => HttpAnswer | undefined,
) {
  const batches: (readonly RpcRequest[])[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const batch = [JSON.parse(text)].flat() as RpcRequest[];
    const given = answer(batch, batches.push(batch));
    if (!given) return;
    response.writeHead(given.status ?? 200, { "content-type": "application/json", ...given.headers });
    if (given.cut) response.write(given.body, () => response.socket?.destroy());
    else response.end(given.body);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    batches,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

/**
 * Answers as a chain that has the made-up pieces.
 *
 * @param changed The code of some pieces, by name; `0x` where a piece is not there.
 * @param chainId The chain's id.
 * @returns Answers a batch, one object a request.
 */
export function chainOf(changed: Readonly<Record<string, string>> = {}, chainId = 1946) {
  return (batch: readonly RpcRequest[]) =>
    batch.map(({ id, method, params }) => {
      if (method === "eth_chainId") return { jsonrpc: "2.0", id, result: `0x${chainId.toString(16)}` };
      const piece = pieces.find(({ contract }) => contract.address === params?.[0]);
      const result: string = changed[piece?.contract.name ?? ""] ?? piece?.runtime ?? ("0x" as Hex);
      return { jsonrpc: "2.0", id, result };
    });
}

/**
 * Writes answers out.
 *
 * @param answers The answers, or whatever is to stand in their place.
 * @returns The HTTP answer.
 */
export const ok = (answers: unknown): HttpAnswer => ({ body: JSON.stringify(answers) });
