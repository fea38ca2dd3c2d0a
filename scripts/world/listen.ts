import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { demandFreePort } from "../../src/index.ts";
import type { Stop } from "../stopAll.ts";

const host = "127.0.0.1";
/** How long clients may take to let go of the server, in milliseconds. */
const closeTimeout = 2_000;

/**
 * Serves a simulated network on loopback.
 *
 * @param hre Hardhat.
 * @param network The network's name.
 * @param port The port; 0: any that is free.
 * @returns The chain's URL, and how to stop the server.
 * @throws InvalidInputError where the port is not to be had.
 */
export async function listen(
  hre: HardhatRuntimeEnvironment,
  network: string,
  port: number,
): Promise<{ readonly url: string; readonly stop: Stop }> {
  // Hardhat's server does not say why it cannot listen, it brings the process down.
  await demandFreePort(port, "port");
  const server = await hre.network.createServer(network, host, port);
  const { port: actual } = await server.listen();
  return { url: `http://${host}:${actual}`, stop: () => within(closeTimeout, server.close()) };
}

/** A client that holds a websocket keeps the server from closing: it no longer listens all the same. */
async function within(milliseconds: number, closing: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const longEnough = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await Promise.race([closing, longEnough]);
  clearTimeout(timer);
}
