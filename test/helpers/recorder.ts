import { type Address, concat, type Hex, numberToHex, size, toFunctionSelector } from "viem";
import { type Call, deployContract, type World } from "../../src/index.ts";
import { word } from "./words.ts";

/** `record(uint256)`. */
export const record: Hex = toFunctionSelector("record(uint256)");

// sstore(0, sload(0) + 1); sstore(1, calldataload(4)); stop
const runtime = "0x5f546001015f5560043560015500";
// mstore(0, runtime); return(32 - its size, its size)
const initCode = concat(["0x6d", runtime, "0x5f52600e6012f3"]);

/**
 * Deploys a target that takes every call, with any arguments and any native value, as no target of contracts/ does:
 * what a policy lets pass shows there, and what is refused was refused by nobody else.
 *
 * @param world Where.
 * @returns Its calls, how often it was called, with which first argument, and what it was sent.
 */
export async function deployRecorder(world: World) {
  const { client } = world;
  const address: Address = await deployContract(world, initCode);
  const slot = async (index: number) =>
    BigInt((await client.getStorageAt({ address, slot: numberToHex(index) })) ?? "0x0");
  return {
    address,
    /** A call of {@link record}. */
    call: (argument = 1n, value = 0n): Call => ({
      to: address,
      value,
      data: concat([record, word(argument)]),
    }),
    /** A call of any function. */
    raw: (data: Hex, value = 0n): Call => ({ to: address, value, ...(size(data) > 0 && { data }) }),
    calls: () => slot(0),
    argument: () => slot(1),
    received: () => client.getBalance({ address }),
  };
}
