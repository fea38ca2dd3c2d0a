import type { Address, Hex } from "viem";
import { type Call, contractArtifact, deployContract, type World } from "../../src/index.ts";

const { abi, bytecode } = contractArtifact("targets/Counter");

/** The selectors of the Counter's functions. */
export const increment: Hex = "0xd09de08a";
export const decrement: Hex = "0x2baeceb7";

/** The Counter of a test: its calls, and what it has counted. */
export interface Counter {
  readonly address: Address;
  call(selector: Hex, value?: bigint): Call;
  count(account: Address): Promise<bigint>;
}

/**
 * Deploys a Counter.
 *
 * @param world Where.
 * @returns The Counter.
 */
export async function deployCounter(world: World): Promise<Counter> {
  const address = await deployContract(world, bytecode);
  return {
    address,
    call: (data, value = 0n) => ({ to: address, value, data, abi }),
    count: (account) => world.client.readContract({ address, abi, functionName: "counts", args: [account] }),
  };
}
