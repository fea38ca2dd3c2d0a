import { type Address, concat, type Hex, numberToHex } from "viem";
import { PlacementError } from "../errors/world.ts";
import { create2Proxy } from "./canonical/create2Proxy.ts";
import { mined } from "./mined.ts";
import { unlockedAccount } from "./unlockedAccount.ts";
import type { World } from "./World.ts";

/** Enough for the largest constructor here, and less than any local chain allows a transaction. */
const deploymentGas = 10_000_000n;

/**
 * Runs creation code through the deterministic deployment proxy, from the chain's first unlocked account.
 *
 * @param chain A local chain.
 * @param parameters What is deployed, where it comes to stand, its creation code with the constructor's
 * arguments, and 32 bytes of salt.
 * @throws PlacementError where its constructor fails, or the chain does not mine.
 */
export async function sendCreate2(
  chain: Pick<World, "provider" | "chainId">,
  { name, address, initCode, salt }: { name: string; address: Address; initCode: Hex; salt: Hex },
): Promise<void> {
  const { provider } = chain;
  const from = await unlockedAccount(chain);
  try {
    const hash: Hex = await provider.request({
      method: "eth_sendTransaction",
      params: [
        { from, to: create2Proxy.address, data: concat([salt, initCode]), gas: numberToHex(deploymentGas) },
      ],
    });
    const { status } = await mined(provider, hash);
    // The proxy reverts where nothing was created.
    if (status === "success") return;
  } catch (cause) {
    throw new PlacementError({
      piece: name,
      address,
      problem: "its constructor reverts, or takes too much gas",
      cause,
    });
  }
  throw new PlacementError({ piece: name, address, problem: "its constructor failed" });
}
