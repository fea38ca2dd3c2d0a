import { type Abi, type Address, concat, encodeFunctionData, type Hex, pad, zeroHash } from "viem";
import { contractArtifact } from "../../abis/contractArtifact.ts";
import type { Call } from "../../world/Call.ts";
import { create2Address } from "../../world/create2Address.ts";
import { deployContract } from "../../world/deployContract.ts";
import type { World } from "../../world/World.ts";

const counter = contractArtifact("targets/Counter");
const token = contractArtifact("targets/Token");
const nft = contractArtifact("targets/Nft");

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
  if (targets.counter === create2Address(counter.bytecode, zeroHash))
    await deployContract(world, counter.bytecode);
  await deployContract(world, token.bytecode);
  await deployContract(world, nftInitCode(targets.treasury));
}

const nftInitCode = (treasury: Address): Hex => concat([nft.bytecode, pad(treasury)]);

/** The calls of the demo to the presets' contracts. */
export const demoCalls = (targets: DemoTargets) => ({
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
});

/** What the presets' contracts hold. */
export const demoReadings = ({ client }: World, targets: DemoTargets) => ({
  count: (account: Address) =>
    client.readContract({
      address: targets.counter,
      abi: counter.abi,
      functionName: "counts",
      args: [account],
    }),
  tokens: (holder: Address) =>
    client.readContract({
      address: targets.token,
      abi: token.abi,
      functionName: "balanceOf",
      args: [holder],
    }),
  nfts: (holder: Address) =>
    client.readContract({ address: targets.nft, abi: nft.abi, functionName: "balanceOf", args: [holder] }),
  paid: () => client.getBalance({ address: targets.treasury }),
});
