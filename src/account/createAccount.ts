import type { LocalAccount } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { addressSchema, uintSchema } from "../config/schemas.ts";
import type { World } from "../world/World.ts";
import type { Account, AccountKind } from "./Account.ts";
import { kernel } from "./kernel.ts";
import { keySchema } from "./keySchema.ts";
import { nexus } from "./nexus.ts";
import { reference } from "./reference.ts";
import { safe7579 } from "./safe7579.ts";
import { type StartaleAddresses, startale } from "./startale.ts";

/** What an account is made of. */
export interface CreateAccountParameters {
  /** Default `safe7579`; see docs/accounts.md for what tells the kinds apart. */
  readonly kind?: AccountKind;
  /** The key that owns it. Default: a fresh one. */
  readonly owner?: LocalAccount;
  /** Tells accounts of one owner apart. Default 0. */
  readonly salt?: bigint;
  /** For `startale` alone: the contracts that make it. Default: those of version 1.0.0. */
  readonly startale?: StartaleAddresses;
}

const kinds = { safe7579, nexus, kernel, reference, startale } satisfies Record<AccountKind, unknown>;
/** Every kind of account that the harness drives. */
export const accountKinds = Object.keys(kinds) as [AccountKind, ...AccountKind[]];

/** A kind of account, by name. */
export const accountKindSchema = z.enum(accountKinds, {
  error: complain("is not a kind of account", `Give one of: ${accountKinds.join(", ")}.`),
});

const parametersSchema = z
  .strictObject(
    {
      kind: accountKindSchema.default("safe7579"),
      owner: keySchema.optional(),
      salt: uintSchema({ bits: 256, unit: "" }).optional(),
      startale: z
        .strictObject(
          { factory: addressSchema.exactOptional(), bootstrap: addressSchema.exactOptional() },
          { error: complain("are not a Startale account's contracts", "Give { factory?, bootstrap? }.") },
        )
        .optional(),
    },
    { error: complain("are not an account's", "Give { kind?, owner?, salt? }, or nothing.") },
  )
  .refine(({ kind, startale: given }) => given === undefined || kind === "startale", {
    path: ["startale"],
    error: complain("is given for an account of another kind", 'Leave it out, or give kind: "startale".'),
  });

/**
 * An account of a kind. Nothing is sent: its address is known, and its first user operation deploys it.
 *
 * @param world Where it lives.
 * @param parameters Kind, owner and salt.
 * @returns The account.
 * @throws InvalidInputError where a parameter cannot be meant; AccountKindNotPresentError where the world does not hold
 * the contracts of the kind (`startale`: where its code was not pulled).
 * @example
 * ```ts
 * const account = await createAccount(world, { owner: privateKeyToAccount(ownerKey) });
 * ```
 */
export async function createAccount(
  world: World,
  parameters: CreateAccountParameters = {},
): Promise<Account> {
  const { kind, owner, salt = 0n, ...more } = parseInput(parametersSchema, parameters, "parameters");
  return kinds[kind](world, { owner: owner ?? privateKeyToAccount(generatePrivateKey()), salt, ...more });
}
