import { type Hex, isHex } from "viem";
import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { abiSchema, addressSchema, weiSchema } from "../config/schemas.ts";
import type { Call } from "../world/Call.ts";

const callsSchema = z
  .array(
    z.strictObject(
      {
        to: addressSchema,
        value: weiSchema.optional(),
        data: z
          .custom<Hex>((value) => isHex(value) && value.length % 2 === 0, {
            error: complain("is not call data", "Give hexadecimal bytes: 0x and two digits a byte."),
          })
          .optional(),
        abi: abiSchema.optional(),
      },
      { error: complain("is not a call", "Give { to, value?, data?, abi? }.") },
    ),
    { error: complain("is not a list of calls", "Give an array of { to, value?, data?, abi? }.") },
  )
  .min(1, { error: complain("is empty", "Give at least one call.") });

/**
 * Checks the calls of an operation before anything is built from them.
 *
 * @param calls Target, value in wei, and call data of each; at least one.
 * @returns The calls.
 * @throws InvalidInputError naming the call and its field.
 */
export function parseCalls(calls: readonly Call[]): readonly Call[] {
  return parseInput(callsSchema, calls, "calls") as readonly Call[];
}
