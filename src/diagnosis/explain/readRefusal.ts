import { isAddress, isHex } from "viem";
import { z } from "zod";
import { rules } from "../../outcome/explainRule.ts";
import { toRefusal } from "../../outcome/toRefusal.ts";
import type { GivenRefusal } from "./Evidence.ts";

const layers = ["bundler", "EntryPoint", "account", "SmartSession", "policy", "target"] as const;
const hex = z.custom<`0x${string}`>(isHex);

const args = z
  .record(z.string(), z.unknown())
  .transform((all) => Object.fromEntries(Object.entries(all).map(([name, one]) => [name, asArgument(one)])));

/** JSON has numbers of the chain's as texts; lists and structs no words here go by, and they may hold anything. */
function asArgument(value: unknown): unknown {
  if (typeof value === "object") return undefined;
  return /^\d{1,78}$/.test(String(value)) ? BigInt(value as string | number) : value;
}

/** A range is held against the chain's time, and somebody else refuses by it. */
const timeRange = "time range";
const isJudged = ({ code, args: all }: { readonly code: string; readonly args: Record<string, unknown> }) =>
  code !== timeRange ||
  ["validAfter", "validUntil", "timestamp"].every((name) => typeof all[name] === "bigint");

const schema = z.object({
  refusal: z.object({
    reason: z.string(),
    layers: z
      .array(
        z.object({
          layer: z.enum(layers),
          code: z.string(),
          args,
          address: z
            .custom<`0x${string}`>((value) => typeof value === "string" && isAddress(value))
            .exactOptional(),
          data: hex.exactOptional(),
          rule: z.enum(rules).exactOptional(),
          known: z.enum(["returned", "asked"]),
        }),
      )
      .nonempty()
      .refine((all) => all.some(({ code }) => code !== timeRange) && all.every(isJudged)),
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
