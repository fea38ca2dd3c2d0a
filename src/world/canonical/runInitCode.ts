import { type Hex, isHex } from "viem";
import { ChainNotLocalError } from "../../errors/world.ts";
import type { Eip1193Provider } from "../Eip1193Provider.ts";
import type { CanonicalContract } from "./canonicalV1.ts";
import { pinnedChainId } from "./pinnedChainId.ts";

/**
 * Runs creation code where its contract stands on every chain, so that what it takes from there (its own address,
 * the chain's id) is as it was when it was deployed. What stands at the address is put back.
 *
 * @param provider A local chain with the id that runtime codes are pinned on.
 * @param piece Where the contract stands, and who created it.
 * @param initCode Creation code with the constructor's arguments.
 * @returns The runtime code; undefined where the creation code reverts or returns none.
 * @throws ChainNotLocalError where the chain lets no code be set.
 */
export async function runInitCode(
  provider: Eip1193Provider,
  { address, deployer }: Pick<CanonicalContract, "address" | "deployer">,
  initCode: Hex,
): Promise<Hex | undefined> {
  const snapshot = await provider.request({ method: "evm_snapshot" }).catch((cause: unknown) => {
    throw new ChainNotLocalError({ chainId: pinnedChainId, cause });
  });
  const set = async (code: Hex) => {
    try {
      await provider.request({ method: "hardhat_setCode", params: [address, code] });
      // A contract's own nonce is 1 from its creation on (EIP-161): it decides where what it creates comes to stand.
      await provider.request({ method: "hardhat_setNonce", params: [address, "0x1"] });
    } catch (cause) {
      throw new ChainNotLocalError({ chainId: pinnedChainId, cause });
    }
  };
  await set(initCode);
  try {
    // Code that is called returns what it would leave behind as creation code; nothing else of it stays.
    const runtime: unknown = await provider.request({
      method: "eth_call",
      params: [{ from: deployer, to: address }, "latest"],
    });
    return isHex(runtime) && runtime !== "0x" ? runtime : undefined;
  } catch {
    return undefined;
  } finally {
    await provider.request({ method: "evm_revert", params: [snapshot] });
  }
}
