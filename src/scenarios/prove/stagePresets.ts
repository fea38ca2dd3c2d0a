import { type Abi, type Address, encodeFunctionData, parseEther } from "viem";
import { type ContractArtifacts, contractArtifact } from "../../abis/contractArtifact.ts";
import type { Call } from "../../world/Call.ts";
import type { World } from "../../world/World.ts";
import type { PresetTargets } from "../deployPresets.ts";

/** Tokens of the presets' own are never too few, in their smallest unit. */
const tokens = 2n ** 200n;
/** What the exchange's pool begins with: 1 ETH for 1,000 tokens. */
const pool = { value: parseEther("1000"), amount: parseEther("1000000") };
/** What the presets' NFT costs (contracts/targets/Nft.sol, `PRICE`), in wei. */
export const nftPrice = parseEther("0.01");
/** As long as the marketplace allows (`MAX_DURATION`), in seconds. */
const duration = 30n * 86_400n;

/**
 * The calls with which an account makes the presets' targets usable: it has tokens, it has begun a game, the exchange has
 * a pool of the token, and an NFT is in auction.
 *
 * @param world Where.
 * @param presets The targets.
 * @param account The account that makes the calls.
 * @returns The calls.
 */
export async function stagePresets(
  { client }: World,
  targets: PresetTargets,
  account: Address,
): Promise<readonly Call[]> {
  const { abi } = contractArtifact("targets/Exchange");
  const of = { address: targets.exchange, abi, functionName: "pools", args: [targets.token] } as const;
  const [, , shares] = await client.readContract(of);
  const { token, nft, game, exchange, marketplace } = callsOf(targets);
  const tokenId = BigInt(account); // nobody else would take that
  return [
    token("mint", [account, tokens]),
    game("startGame", [targets.nft]), // whoever it is played against
    // On a chain that is served the pool may be there, at a price of its own.
    ...(shares > 0n
      ? []
      : [
          token("approve", [targets.exchange, pool.amount]),
          exchange("addLiquidity", [targets.token, pool.amount], pool.value),
        ]),
    nft("mint", [account, tokenId], nftPrice),
    nft("approve", [targets.marketplace, tokenId]),
    marketplace("createAuction", [targets.nft, tokenId, duration]),
  ];
}

function callsOf(targets: PresetTargets) {
  const to = (address: Address, path: keyof ContractArtifacts) => {
    const abi = contractArtifact(path).abi as Abi;
    return (functionName: string, args: readonly unknown[], value = 0n): Call => ({
      to: address,
      data: encodeFunctionData({ abi, functionName, args }),
      value,
      abi,
    });
  };
  return {
    token: to(targets.token, "targets/Token"),
    nft: to(targets.nft, "targets/Nft"),
    game: to(targets.game, "targets/Game"),
    exchange: to(targets.exchange, "targets/Exchange"),
    marketplace: to(targets.marketplace, "targets/Marketplace"),
  };
}
