import { type Address, type Hex, zeroHash } from "viem";
import { parseInput } from "../config/parseInput.ts";
import { bytes32Schema, bytesSchema } from "../config/schemas.ts";
import { PlacementError } from "../errors/world.ts";
import { create2Address } from "./create2Address.ts";
import { sendCreate2 } from "./sendCreate2.ts";
import type { World } from "./World.ts";

/**
 * Deploys a contract on a local chain through the deterministic deployment proxy, so that its address is known
 * before; what already stands there stays.
 *
 * @param world A local world.
 * @param initCode Creation code with the constructor's arguments.
 * @param salt 32 bytes. Default: zeroes.
 * @returns Where it stands.
 * @throws InvalidInputError where that is no code; PlacementError where its constructor fails.
 * @example
 * ```ts
 * const counter = await deployContract(world, contractArtifact("targets/Counter").bytecode);
 * ```
 */
export async function deployContract(world: World, initCode: Hex, salt: Hex = zeroHash): Promise<Address> {
  parseInput(bytesSchema, initCode, "initCode");
  const address = create2Address(initCode, parseInput(bytes32Schema, salt, "salt"));
  if (await world.client.getCode({ address })) return address;
  await sendCreate2(world, { name: "The contract", address, initCode, salt });
  if (await world.client.getCode({ address })) return address;
  throw new PlacementError({ piece: "The contract", address, problem: "its constructor leaves no code" });
}
