import { isAddress, isHex } from "viem";
import { z } from "zod";
import { rules } from "../../outcome/explainRule.ts";
import { toRefusal } from "../../outcome/toRefusal.ts";
import type { GivenRefusal } from "./Evidence.ts";

const layers = ["bundler", "EntryPoint", "account", "SmartSession", "policy", "target"] as const;
const hex = z.custom<`0x${string}`>(isHex);

/** JSON has numbers of the chain's as texts. */
const args = z
  .record(z.string(), z.unknown())
  .transform((all) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, asNumber(one)])));
const asNumber = (value: unknown): unknown =>
  typeof value === "string" && /^\d{1,78}$/.test(value) ? BigInt(value) : value;

const schema = z.object({
  refusal: z.object({
    reason: z.string(),
    layers: z
      .array(
        z.object({
          layer: z.enum(layers),
          code: z.string(),
          args,
          address: z.custom<`0x${string}`>((value) => isAddress(String(value))).exactOptional(),
          data: hex.exactOptional(),
          rule: z.enum(rules).exactOptional(),
          known: z.enum(["returned", "asked"]),
        }),
      )
      .nonempty(),
  }),
  mined: z.object({}).optional(),
});

/**
 * Reads an outcome of this harness, as its commands write it with `--json`: what the layers said, which is judged anew.
 *
 * @param fields What may be one.
 * @returns The refusal in it; undefined where it is none.
 */
export function readRefusal(fields: Readonly<Record<string, unknown>>): GivenRefusal | undefined {
  const { success, data } = schema.safeParse(fields);
  if (!success) return undefined;
  const isMined = data.mined !== undefined;
  return { refusal: toRefusal(data.refusal.layers, isMined ? "execution" : "validation"), isMined };
}
