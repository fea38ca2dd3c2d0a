import { buildModule } from "@nomicfoundation/ignition-core";
import type { Address } from "viem";
import { type TargetName, targetNames } from "../../src/index.ts";

const moduleId = "PresetTargets";

/** Each target's source file and contract, and how it is constructed. */
export const targetContracts: Readonly<
  Record<
    TargetName,
    { readonly contract: string; readonly constructorArguments: (treasury: Address) => readonly string[] }
  >
> = {
  counter: { contract: "contracts/targets/Counter.sol:Counter", constructorArguments: () => [] },
  token: { contract: "contracts/targets/Token.sol:Token", constructorArguments: () => [] },
  nft: { contract: "contracts/targets/Nft.sol:Nft", constructorArguments: (treasury) => [treasury] },
  game: { contract: "contracts/targets/Game.sol:Game", constructorArguments: () => [] },
  exchange: { contract: "contracts/targets/Exchange.sol:Exchange", constructorArguments: () => [] },
  marketplace: {
    contract: "contracts/targets/Marketplace.sol:Marketplace",
    constructorArguments: () => [],
  },
};

/**
 * What Ignition calls a target.
 *
 * @param name The target.
 * @returns The future's id, as the journal has it.
 */
export const futureId = (name: TargetName): string => `${moduleId}#${name}`;

/**
 * The target that Ignition calls so.
 *
 * @param id The future's id.
 * @returns The target's name; undefined where it is none of ours.
 */
export const targetOfFuture = (id: string): TargetName | undefined =>
  targetNames.find((name) => futureId(name) === id);

/**
 * What Ignition is to deploy. None waits for another: on a live chain their confirmations are waited for at once.
 *
 * @param names Which targets.
 * @param treasury Who is paid for NFTs.
 * @returns The module.
 */
export function targetsModule(names: readonly TargetName[], treasury: Address) {
  return buildModule(moduleId, (builder) =>
    Object.fromEntries(
      names.map((name) => {
        const { contract, constructorArguments } = targetContracts[name];
        return [name, builder.contract(contract, [...constructorArguments(treasury)], { id: name })];
      }),
    ),
  );
}
