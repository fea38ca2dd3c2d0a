import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { network } from "hardhat";
import { type Eip1193Provider, httpProvider } from "../../src/index.ts";

/** A chain over HTTP that forks are made of. */
export interface Upstream {
  readonly url: string;
  readonly provider: Eip1193Provider;
  close(): void;
}

/**
 * Serves a chain of Hardhat's on loopback.
 *
 * @param chainId Its id. Default: Soneium Minato's.
 * @returns The chain, empty.
 */
export async function startUpstream(chainId = 1946): Promise<Upstream> {
  const server = await network.createServer({ network: "node", override: { chainId } }, "127.0.0.1", 0);
  const { port } = await server.listen();
  const url = `http://127.0.0.1:${port}`;
  // Not waited for: a fork keeps its connections open, and nothing tells when it no longer needs them.
  return { url, provider: httpProvider(url), close: () => void server.close() };
}

/**
 * Puts a chain behind a server of its own, which goes away when the chain is asked something.
 *
 * @param url The chain.
 * @param isLast Whether a request is one that is answered no more.
 * @returns Its URL, and how to end it before.
 */
export async function startMortal(
  url: string,
  isLast: (body: string) => boolean,
): Promise<{ url: string; close(): void }> {
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (isLast(body)) return close();
    const answer = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
    });
    response.writeHead(answer.status, { "content-type": "application/json" }).end(await answer.text());
  }).listen(0, "127.0.0.1");
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  await once(server, "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

/**
 * Makes a fork as `--network` does.
 *
 * @param url The upstream.
 * @param name The network. Default: that of Soneium Minato.
 * @returns The fork's provider.
 */
export async function forkOf(url: string, name = "soneiumMinatoFork"): Promise<Eip1193Provider> {
  const override = { forking: { enabled: true, url } };
  const { provider } = await network.create({ network: name, override });
  return provider;
}
