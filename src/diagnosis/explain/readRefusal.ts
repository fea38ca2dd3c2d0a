import { isAddress, isHex } from "viem";
import { z } from "zod";
import { rules } from "../../outcome/explainRule.ts";
import type { GivenRefusal } from "./Evidence.ts";

const layers = ["bundler", "EntryPoint", "account", "SmartSession", "policy", "target"] as const;
const hex = z.custom<`0x${string}`>(isHex);

const schema = z.object({
  refusal: z.object({
    layer: z.enum(layers),
    code: z.string(),
    args: z.record(z.string(), z.unknown()),
    rule: z.enum(rules),
    reason: z.string(),
    remedy: z.string(),
    layers: z
      .array(
        z.object({
          layer: z.enum(layers),
          code: z.string(),
          args: z.record(z.string(), z.unknown()),
          address: z.custom<`0x${string}`>((value) => isAddress(String(value))).exactOptional(),
          data: hex.exactOptional(),
          known: z.enum(["returned", "asked"]),
        }),
      )
      .nonempty(),
  }),
  mined: z.object({}).optional(),
});

/**
 * Reads an outcome of this harness, as its commands write it with `--json`.
 *
 * @param fields What may be one.
 * @returns The refusal in it; undefined where it is none.
 */
export function readRefusal(fields: Readonly<Record<string, unknown>>): GivenRefusal | undefined {
  const { success, data } = schema.safeParse(fields);
  return success ? { refusal: data.refusal, isMined: data.mined !== undefined } : undefined;
}
