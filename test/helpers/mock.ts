import { artifacts } from "hardhat";
import {
  type Abi,
  type Address,
  type EncodeFunctionDataParameters,
  encodeFunctionData,
  type Hex,
} from "viem";
import { type Call, deployContract, type World } from "../../src/index.ts";

/**
 * Deploys one of `contracts/mocks`.
 *
 * @param world Where.
 * @param name The contract's name.
 * @returns Its address, and calls to it that carry its ABI.
 */
export async function deployMock(
  world: World,
  name:
    | "AgreeablePolicy"
    | "AnsweringPolicy"
    | "Hostile"
    | "HostilePolicy"
    | "IdleValidator"
    | "MimicValidator"
    | "MockPaymaster"
    | "ReentrantPolicy"
    | "Replayer",
) {
  const { abi, bytecode } = await artifacts.readArtifact(name);
  const address: Address = await deployContract(world, bytecode as Hex);
  return {
    address,
    call: (functionName: string, args: readonly unknown[] = [], value = 0n): Call => ({
      to: address,
      value,
      data: encodeFunctionData({ abi: abi as Abi, functionName, args } as EncodeFunctionDataParameters),
      abi: abi as Abi,
    }),
  };
}
