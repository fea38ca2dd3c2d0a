import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** Part of every URL here, where a provider would have its key. */
export const secret = "k3y-of-the-provider-0123456789abcdef";

/** What is asked of a server. */
export interface Asked {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** An error that a server answers with (JSON-RPC 2.0). */
export class Failure {
  readonly code: number;
  readonly message: string;
  constructor(code: number, message: string) {
    this.code = code;
    this.message = message;
  }
}

/** Ends the connection in place of an answer. */
export const hangUp = Symbol("hang up");
/** Gives no answer at all. */
export const silence = Symbol("silence");
/** Answers with a page and this status, in place of JSON-RPC. */
export class Page {
  readonly status: number;
  constructor(status: number) {
    this.status = status;
  }
}

/** A JSON-RPC on loopback, whose URL has a key in its path and its query. */
export interface RpcServer {
  readonly url: string;
  readonly host: string;
  /** What was asked, in its order. */
  readonly asked: Asked[];
  close(): Promise<void>;
}

/**
 * Serves a JSON-RPC.
 *
 * @param answer Answers a request: a result, a {@link Failure}, a {@link Page}, {@link hangUp} or {@link silence}.
 * @returns The server.
 */
export async function rpcServer(answer: (asked: Asked) => unknown): Promise<RpcServer> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { id, method, params = [] } = JSON.parse(await text(request));
    asked.push({ method, params });
    reply(response, id, await answer({ method, params }));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}/${secret}/rpc?apikey=${secret}`,
    host,
    asked,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function reply(response: ServerResponse, id: unknown, result: unknown): void {
  if (result === silence) return;
  if (result === hangUp) return void response.destroy();
  if (result instanceof Page) {
    return void response.writeHead(result.status).end(`<h1>${response.req.url}</h1>`);
  }
  const body = result instanceof Failure ? { error: { ...result } } : { result };
  response.writeHead(200, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", id, ...body }));
}

const plain = (_: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);

/**
 * Everything that an error shows where it is printed: itself, and what led to it.
 *
 * @param error The error.
 * @returns All of its texts.
 */
export function shownOf(error: unknown): string {
  const texts: string[] = [];
  for (let at = error; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause) {
    texts.push(String(at), (at as Error).stack ?? "", JSON.stringify(at, plain));
  }
  return texts.join("\n");
}
