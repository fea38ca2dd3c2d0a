import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { createSmartAccountClient } from "permissionless";
import type { Means } from "../../src/index.ts";
import { choosePaymaster } from "../choosePaymaster.ts";
import { openBundler } from "../openBundler.ts";
import type { Stop } from "../stopAll.ts";
import type { OpenedAccount } from "./openAccount.ts";

/**
 * Opens what a command sends by: the bundler that was chosen, and the paymaster service where there is one.
 *
 * @param hre Hardhat.
 * @param opened The account; it was opened by a command that sends.
 * @param paymasterUrl What `--paymaster-url` was given, if it was.
 * @param stops Is given how to end what was started; the caller ends it.
 * @returns The means.
 * @throws What `openBundler` and `choosePaymaster` throw. Nothing was sent.
 */
export async function openMeans(
  hre: HardhatRuntimeEnvironment,
  { world, bundler }: Pick<OpenedAccount, "world" | "bundler">,
  paymasterUrl: string | undefined,
  stops: Stop[],
): Promise<Means> {
  if (!bundler) throw new RangeError("a command that sends has no bundler");
  const paymasterService = await choosePaymaster(hre, paymasterUrl);
  const { transport } = await openBundler(world, bundler, stops);
  const { chain, pollingInterval } = world.client;
  const client = createSmartAccountClient({
    client: world.client,
    chain,
    bundlerTransport: transport,
    pollingInterval,
  });
  return { client, ...(paymasterService && { paymasterService }) };
}
