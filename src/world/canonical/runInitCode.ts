import { type Address, getContractAddress, type Hex, isHex } from "viem";
import type { Eip1193Provider } from "../Eip1193Provider.ts";
import type { CanonicalContract } from "./canonicalV1.ts";

/** A contract that creation code calls, and its runtime code. */
export interface Callee {
  readonly address: Address;
  readonly code: Hex;
}

/**
 * Runs creation code where its contract stands on every chain, so that what it takes from there (its own address,
 * the chain's id) is as it was when it was deployed. Nothing of it stays on the chain.
 *
 * @param provider A chain that takes state overrides in `eth_call`.
 * @param piece Where the contract stands, and who created it.
 * @param initCode Creation code with the constructor's arguments.
 * @param callees What the constructor calls, where that does not stand on the chain.
 * @returns The runtime code; undefined where the creation code reverts or returns none.
 */
export async function runInitCode(
  provider: Eip1193Provider,
  { address, deployer }: Pick<CanonicalContract, "address" | "deployer">,
  initCode: Hex,
  callees: readonly Callee[] = [],
): Promise<Hex | undefined> {
  const overrides = {
    ...Object.fromEntries(callees.map((callee) => [callee.address, { code: callee.code }])),
    // Where it stands already, neither its storage nor what its constructor created may be in the way. Its own nonce
    // is 1 from its creation on (EIP-161): it decides where what it creates comes to stand.
    [getContractAddress({ from: address, nonce: 1n })]: { code: "0x", nonce: "0x0", state: {} },
    [address]: { code: initCode, nonce: "0x1", state: {} },
  };
  try {
    // Code that is called returns what it would leave behind as creation code.
    const runtime: unknown = await provider.request({
      method: "eth_call",
      params: [{ from: deployer, to: address }, "latest", overrides],
    });
    return isHex(runtime) && runtime !== "0x" ? runtime : undefined;
  } catch {
    return undefined;
  }
}
