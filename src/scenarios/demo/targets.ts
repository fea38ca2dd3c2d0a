import { type Abi, type Address, encodeDeployData, encodeFunctionData, type Hex, zeroHash } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Call } from "../../world/Call.ts";
import { create2Address } from "../../world/create2Address.ts";
import { deployContract } from "../../world/deployContract.ts";
import type { World } from "../../world/World.ts";

// Read when they are used: the contracts are compiled by the task that imports this.
const artifacts = () => ({
  counter: contractArtifact("targets/Counter"),
  token: contractArtifact("targets/Token"),
  nft: contractArtifact("targets/Nft"),
});

/** Where the presets' contracts stand, or will. */
export interface DemoTargets {
  readonly counter: Address;
  readonly token: Address;
  readonly nft: Address;
  /** Who is paid for NFTs. */
  readonly treasury: Address;
}

/**
 * Where the demo's contracts come to stand; nothing is sent.
 *
 * @param given A Counter that stands already, and who is paid for NFTs.
 * @returns The addresses.
 */
export function demoTargets(given: {
  readonly counter?: Address | undefined;
  readonly treasury: Address;
}): DemoTargets {
  const { counter, token } = artifacts();
  return {
    counter: given.counter ?? create2Address(counter.bytecode, zeroHash),
    token: create2Address(token.bytecode, zeroHash),
    nft: create2Address(nftInitCode(given.treasury), zeroHash),
    treasury: given.treasury,
  };
}

/**
 * Deploys the demo's contracts; what stands already stays.
 *
 * @param world A local world.
 * @param targets See {@link demoTargets}.
 */
export async function deployDemoTargets(world: World, targets: DemoTargets): Promise<void> {
  const { counter, token } = artifacts();
  if (targets.counter === create2Address(counter.bytecode, zeroHash))
    await deployContract(world, counter.bytecode);
  await deployContract(world, token.bytecode);
  await deployContract(world, nftInitCode(targets.treasury));
}

const nftInitCode = (treasury: Address): Hex => encodeDeployData({ ...artifacts().nft, args: [treasury] });

/**
 * The calls of the demo to the presets' contracts.
 *
 * @param targets Where they stand.
 * @returns A function for each call.
 */
export function demoCalls(targets: DemoTargets) {
  const { counter, token, nft } = artifacts();
  return {
    counter: (selector: Hex, value = 0n): Call => ({
      to: targets.counter,
      data: selector,
      value,
      abi: counter.abi as Abi,
    }),
    faucet: (to: Address, amount: bigint): Call => ({
      to: targets.token,
      data: encodeFunctionData({ abi: token.abi, functionName: "mint", args: [to, amount] }),
      abi: token.abi as Abi,
    }),
    transfer: (to: Address, amount: bigint): Call => ({
      to: targets.token,
      data: encodeFunctionData({ abi: token.abi, functionName: "transfer", args: [to, amount] }),
      abi: token.abi as Abi,
    }),
    mint: (to: Address, tokenId: bigint, value: bigint): Call => ({
      to: targets.nft,
      data: encodeFunctionData({ abi: nft.abi, functionName: "mint", args: [to, tokenId] }),
      value,
      abi: nft.abi as Abi,
    }),
  };
}

/**
 * What the presets' contracts hold.
 *
 * @param world Where they stand.
 * @param targets At which addresses.
 * @returns A function for each reading.
 */
export function demoReadings({ client }: World, targets: DemoTargets) {
  const { counter, token, nft } = artifacts();
  const balanceOf = (address: Address, abi: typeof token.abi | typeof nft.abi, holder: Address) =>
    client.readContract({ address, abi: abi as typeof token.abi, functionName: "balanceOf", args: [holder] });
  return {
    count: (account: Address) =>
      client.readContract({
        address: targets.counter,
        abi: counter.abi,
        functionName: "counts",
        args: [account],
      }),
    tokens: (holder: Address) => balanceOf(targets.token, token.abi, holder),
    nfts: (holder: Address) => balanceOf(targets.nft, nft.abi, holder),
    paid: () => client.getBalance({ address: targets.treasury }),
  };
}
