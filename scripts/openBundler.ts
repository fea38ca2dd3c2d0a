import type { Transport } from "viem";
import { instantBundler, remoteBundler, startAlto, type World } from "../src/index.ts";
import type { BundlerChoice } from "./chooseBundler.ts";
import type { Stop } from "./stopAll.ts";

/** A bundler that a command goes through. */
export interface OpenedBundler {
  readonly transport: Transport;
  /** What it is called where it is shown: `instant`, `alto`, or its host. */
  readonly name: string;
}

/**
 * Opens the bundler that was chosen. alto is started, and watched: where it ends by itself, that is said on standard error
 * at once, and what is asked of it then fails with BundlerUnreachableError.
 *
 * @param world The chain.
 * @param choice The choice, see `chooseBundler`.
 * @param stops Is given how to end what was started; the caller ends it.
 * @returns The bundler.
 * @throws What `remoteBundler`, `startAlto` and `instantBundler` throw. Nothing was sent then.
 */
export async function openBundler(
  world: World,
  choice: BundlerChoice,
  stops: Stop[],
): Promise<OpenedBundler> {
  if (choice.kind === "instant") return { transport: await instantBundler(world), name: "instant" };
  if (choice.kind === "remote") {
    const { transport, host } = await remoteBundler(world, choice.url);
    return { transport, name: host };
  }
  const alto = await startAlto({ rpcUrl: choice.rpcUrl, entryPoint: world.contracts.EntryPoint.address });
  let isStopping = false;
  stops.unshift(() => {
    isStopping = true;
    return alto.stop();
  });
  void alto.ended.then(() => {
    if (!isStopping) console.error("The bundler alto has ended by itself.");
  });
  const { transport } = await remoteBundler(world, alto.url);
  return { transport, name: "alto" };
}
