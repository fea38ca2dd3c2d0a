import { type Abi, type Address, encodeDeployData, encodeFunctionData } from "viem";
import { type Call, contractArtifact, deployContract, type World } from "../../src/index.ts";

const token = contractArtifact("targets/Token");
const nft = contractArtifact("targets/Nft");

/** Who is paid for NFTs. */
export const treasury: Address = "0x7ea5000000000000000000000000000000000000";

/**
 * Deploys the ERC-20 target.
 *
 * @param world Where.
 * @returns Its calls, and what it holds.
 */
export async function deployToken(world: World) {
  const { client } = world;
  const address = await deployContract(world, token.bytecode);
  const abi = token.abi as Abi;
  return {
    address,
    abi,
    call: (functionName: string, args: readonly unknown[], value = 0n): Call => ({
      to: address,
      data: encodeFunctionData({ abi, functionName, args }),
      value,
      abi,
    }),
    balanceOf: (holder: Address) =>
      client.readContract({ address, abi: token.abi, functionName: "balanceOf", args: [holder] }),
    allowance: (holder: Address, spender: Address) =>
      client.readContract({ address, abi: token.abi, functionName: "allowance", args: [holder, spender] }),
  };
}

/**
 * Deploys the NFT target.
 *
 * @param world Where.
 * @returns Its calls, and what it holds.
 */
export async function deployNft(world: World) {
  const { client } = world;
  const address = await deployContract(world, encodeDeployData({ ...nft, args: [treasury] }));
  const abi = nft.abi as Abi;
  return {
    address,
    abi,
    mint: (to: Address, tokenId: bigint, value: bigint): Call => ({
      to: address,
      data: encodeFunctionData({ abi, functionName: "mint", args: [to, tokenId] }),
      value,
      abi,
    }),
    balanceOf: (holder: Address) =>
      client.readContract({ address, abi: nft.abi, functionName: "balanceOf", args: [holder] }),
    paid: () => client.getBalance({ address: treasury }),
  };
}
