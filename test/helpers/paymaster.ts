import { type Address, encodeFunctionData, numberToHex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import type { World } from "../../src/index.ts";
import { mined } from "../../src/world/mined.ts";
import { unlockedAccount } from "../../src/world/unlockedAccount.ts";
import { deployMock } from "./mock.ts";

/**
 * Deploys a paymaster that pays for every operation but one whose paymaster data is `0xff` (`MockPaymaster`).
 *
 * @param world Where.
 * @param deposit What it has at EntryPoint, in wei. Default: 1 ETH.
 * @returns Its address.
 */
export async function deployPaymaster(world: World, deposit = 10n ** 18n): Promise<Address> {
  const { address } = await deployMock(world, "MockPaymaster");
  const data = encodeFunctionData({ abi: entryPoint07Abi, functionName: "depositTo", args: [address] });
  const [from, to] = [await unlockedAccount(world), world.contracts.EntryPoint.address];
  const hash = await world.provider.request({
    method: "eth_sendTransaction",
    params: [{ from, to, value: numberToHex(deposit), data }],
  });
  await mined(world.provider, hash);
  return address;
}

/**
 * What an account or a paymaster has at EntryPoint to pay for gas.
 *
 * @param world Where.
 * @param whose Whose deposit.
 * @returns The deposit, in wei.
 */
export const depositOf = ({ client, contracts }: World, whose: Address): Promise<bigint> =>
  client.readContract({
    address: contracts.EntryPoint.address,
    abi: entryPoint07Abi,
    functionName: "balanceOf",
    args: [whose],
  });
