import { type Abi, type Address, encodeDeployData, encodeFunctionData, type Hex } from "viem";
import { type Call, contractArtifact, deployContract, type World } from "../../src/index.ts";

const token = contractArtifact("targets/Token");
const nft = contractArtifact("targets/Nft");

/** The selectors of the functions that spend a token. */
export const spending = {
  transfer: "0xa9059cbb",
  transferFrom: "0x23b872dd",
  approve: "0x095ea7b3",
  increaseAllowance: "0x39509351",
} as const satisfies Record<string, Hex>;

/** Who is paid for NFTs. */
export const treasury: Address = "0x7ea5000000000000000000000000000000000000";

/**
 * Deploys the ERC-20 target.
 *
 * @param world Where.
 * @param salt 32 bytes: another salt, another token. Default: zeroes.
 * @returns Its calls, and what it holds.
 */
export async function deployToken(world: World, salt?: Hex) {
  const { client } = world;
  const address = await deployContract(world, token.bytecode, salt);
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
