import { type Address, zeroAddress } from "viem";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { addressSchema } from "../config/schemas.ts";
import { targetNames } from "../deployments/deploymentsSchema.ts";
import type { KnownAddresses } from "./addressWords.ts";

/** Where somebody is: nobody is at the zero address, which is what an address that was not set looks like. */
const standing = addressSchema.refine((address: Address) => address !== zeroAddress, {
  error: complain("is the zero address, where nobody is", "Give the address itself."),
});

const hasAddress = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "address" in value;

/** An account is at hand more often than its address. */
const accountSchema = z
  .unknown()
  .refine((value) => !hasAddress(value), {
    error: complain("is an account, and its address is asked for", "Give its address: account.address."),
    abort: true,
  })
  .pipe(standing);

const knownSchema = z.object({
  account: accountSchema.optional(),
  targets: z
    .strictObject(Object.fromEntries(targetNames.map((name) => [name, standing.optional()])), {
      error: complain(
        "are not addresses of targets by their names",
        "Give { token: 0x… }, as deployPresets gives them; or leave them out.",
      ),
    })
    .optional(),
});

/**
 * Checks what words stand for.
 *
 * @param known What was given.
 * @returns The same, checksummed.
 * @throws InvalidInputError naming `account`, `targets.token`.
 */
export function parseKnown({ network, ...known }: KnownAddresses): KnownAddresses {
  return { ...parseInput(knownSchema, known, "account"), network };
}
