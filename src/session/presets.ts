import { parseEther } from "viem";
import { z } from "zod";
import { type ContractArtifacts, contractArtifact } from "../abis/contractArtifact.ts";
import { complain, parseInput } from "../config/parseInput.ts";
import type { Permission } from "./Permission.ts";

/** A permission as data: what is granted, on which kind of contract. */
export interface Preset {
  /** The contract of this repository that it is made for, by the path of its source in `contracts/`. */
  readonly contract: keyof ContractArtifacts;
  /** Everything but who may use it, and where. */
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
 * @param given The key, the target, and fields that replace the preset's; one that is undefined takes a limit away.
 * @returns The permission.
 * @throws InvalidInputError for a preset that is not known.
 * @example
 * ```ts
 * const session = harness.compile(
 *   fromPreset("nft", {
 *     sessionKey: key.address,
 *     target: nft,
 *     argumentRules: [{ argument: "to", condition: "equal", value: account.address }],
 *   }),
 * );
 * ```
 */
export function fromPreset(
  name: PresetName,
  given: Pick<Permission, "sessionKey" | "target"> & {
    readonly [Field in keyof Permission]?: Permission[Field] | undefined;
  },
): Permission {
  const { contract, permission } = presets[parseInput(presetNameSchema, name, "preset")];
  const { abi } = contractArtifact(contract);
  // Who says when the session ends says it in place of how long it lasts.
  const { duration, ...limits } = permission;
  const lasting = given.validUntil === undefined ? { duration } : {};
  return { abi, ...limits, ...lasting, ...given } as Permission;
}
