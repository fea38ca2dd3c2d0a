import { type Address, concat, type Hex, zeroHash } from "viem";
import { PlacementError } from "../errors/world.ts";
import { create2Proxy } from "./canonical/manifest.ts";
import { create2Address } from "./create2Address.ts";
import type { World } from "./World.ts";

/**
 * Deploys a contract on a local chain through the deterministic deployment proxy, so that its address is known
 * before; what already stands there stays.
 *
 * @param world A local world.
 * @param initCode Creation code with the constructor's arguments.
 * @param salt 32 bytes. Default: zeroes.
 * @returns Where it stands.
 * @throws PlacementError where its constructor fails.
 * @example
 * ```ts
 * const counter = await deployContract(world, contractArtifact("targets/Counter").bytecode);
 * ```
 */
export async function deployContract(world: World, initCode: Hex, salt: Hex = zeroHash): Promise<Address> {
  const { client, provider } = world;
  const address = create2Address(initCode, salt);
  if (await client.getCode({ address })) return address;
  const [from]: Address[] = await provider.request({ method: "eth_accounts" });
  const hash: Hex = await provider.request({
    method: "eth_sendTransaction",
    params: [{ from, to: create2Proxy.address, data: concat([salt, initCode]) }],
  });
  await client.waitForTransactionReceipt({ hash });
  if (await client.getCode({ address })) return address;
  throw new PlacementError({ piece: "The contract", address, problem: "its constructor failed" });
}
