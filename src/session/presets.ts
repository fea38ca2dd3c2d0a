import { parseEther } from "viem";
import { z } from "zod";
import { type ContractArtifacts, contractArtifact } from "../abis/contractArtifact.ts";
import { complain, parseInput } from "../config/parseInput.ts";
import type { KnownAddresses } from "./addressWords.ts";
import type { Permission } from "./Permission.ts";
import { parseKnown } from "./parseKnown.ts";
import { resolveWords } from "./resolveWords.ts";

/** A permission as data: what is granted, on which kind of contract. */
export interface Preset {
  /** The contract of this repository that it is made for, by the path of its source in `contracts/`. */
  readonly contract: keyof ContractArtifacts;
  /** Everything but who may use it, and where: words in its argument rules stand for addresses (`account`, `token`). */
  readonly permission: Omit<Permission, "sessionKey" | "target" | "abi" | "salt">;
}

/** The permissions to start from. Amounts are in wei, and in the token's smallest unit. */
export const presets = {
  counter: {
    contract: "targets/Counter",
    permission: { function: "increment()", maxValue: 0n, duration: "1 day" },
  },
  erc20: {
    contract: "targets/Token",
    permission: {
      function: "transfer(address,uint256)",
      spendingLimit: 100n * 10n ** 18n,
      duration: "1 day",
    },
  },
  nft: {
    contract: "targets/Nft",
    permission: {
      function: "mint(address,uint256)",
      maxValue: parseEther("0.05"),
      maxTotalValue: parseEther("0.5"),
      duration: "1 day",
    },
  },
  game: {
    contract: "targets/Game",
    permission: { function: "makeMove(uint256,uint8)", maxValue: 0n, duration: "2 hours" },
  },
  exchange: {
    contract: "targets/Exchange",
    permission: {
      function: "swap(address,uint256,address)",
      argumentRules: [
        { argument: "recipient", condition: "equal", value: "account" },
        // Else the key buys a token of its own making, and keeps what was paid for it.
        { argument: "tokenOut", condition: "equal", value: "token" },
      ],
      maxValue: parseEther("10"),
      // Nothing here holds the price: whoever has the key and makes or moves the token's pool takes up to this, and
      // without it all that the account has. Five swaps of the most.
      maxTotalValue: parseEther("50"),
      duration: "6 hours",
    },
  },
  marketplace: {
    contract: "targets/Marketplace",
    permission: {
      function: "placeBid(uint256,address)",
      argumentRules: [{ argument: "bidder", condition: "equal", value: "account" }],
      maxValue: parseEther("5"),
      maxTotalValue: parseEther("20"),
      duration: "1 day",
    },
  },
} as const satisfies Readonly<Record<string, Preset>>;

/** The name of a preset. */
export type PresetName = keyof typeof presets;

const presetNames = Object.keys(presets) as [PresetName, ...PresetName[]];
const presetNameSchema = z.enum(presetNames, {
  error: complain("is not a preset", `Give one of: ${presetNames.join(", ")}.`),
});

/**
 * A preset as a permission: for a key, on a contract, with what is to be different.
 *
 * @param name Which preset.
 * @param given The key, the target, and fields that replace the preset's; one that is undefined takes a limit away. And
 * what the words of argument rules stand for: `account`, `targets`.
 * @returns The permission.
 * @throws InvalidInputError for a preset that is not known, for what is no address of an account or a target, and for a
 * word of which is not given what it stands for.
 * @example
 * ```ts
 * const session = harness.compile(
 *   fromPreset("nft", {
 *     sessionKey: key.address,
 *     target: nft,
 *     argumentRules: [{ argument: "to", condition: "equal", value: account.address }],
 *   }),
 * );
 * const targets = await deployPresets(harness.world, treasury);
 * const swapping = harness.compile(
 *   fromPreset("exchange", {
 *     sessionKey: key.address,
 *     target: targets.exchange,
 *     account: account.address,
 *     targets,
 *   }),
 * );
 * ```
 */
export function fromPreset(
  name: PresetName,
  {
    account,
    targets,
    network,
    ...given
  }: Pick<Permission, "sessionKey" | "target"> & {
    readonly [Field in keyof Permission]?: Permission[Field] | undefined;
  } & KnownAddresses,
): Permission {
  const known = parseKnown({ account, targets, network });
  const { contract, permission } = presets[parseInput(presetNameSchema, name, "preset")];
  const { abi } = contractArtifact(contract);
  // Who says when the session ends says it in place of how long it lasts.
  const { duration, ...limits } = permission;
  const lasting = given.validUntil === undefined ? { duration } : {};
  return resolveWords({ abi, ...limits, ...lasting, ...given } as Permission, known);
}
