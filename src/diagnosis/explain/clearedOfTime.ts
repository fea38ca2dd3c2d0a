import type { UserOperation } from "viem/account-abstraction";
import { explainRule } from "../../outcome/explainRule.ts";
import type { RefusalLayer } from "../../refusal/Refusal.ts";
import type { Cause } from "../Explanation.ts";
import type { Asked } from "./Asked.ts";

/** Why an operation was refused for its time, where that is not its session's. */
export interface ClearedOfTime {
  readonly layers: readonly RefusalLayer[];
  readonly causes: readonly Cause[];
  readonly sentence: string;
}

/**
 * Tells where a session has nothing to do with it that an operation was refused for its time: it has no limit, or keeps to
 * it while the bundler names the paymaster.
 *
 * @param asked The operation, and what was given.
 * @param layers What the layers said.
 * @returns The layers without the session's, and why it may be; undefined where it may be the session's time.
 */
export function clearedOfTime(
  { evidence, operation }: Pick<Asked, "evidence"> & { readonly operation: UserOperation<"0.7"> | undefined },
  layers: readonly RefusalLayer[],
): ClearedOfTime | undefined {
  const range = layers.find(({ code }) => code === "time range");
  const { validAfter, validUntil, timestamp } = (range?.args ?? {}) as Record<string, bigint>;
  if (validAfter === undefined || validUntil === undefined || timestamp === undefined) return undefined;
  const isOpen = validAfter === 0n && validUntil === 0n;
  const isKept = timestamp >= validAfter && (validUntil === 0n || timestamp <= validUntil);
  const words = evidence.bundler?.message ?? "";
  if (!isOpen && !(isKept && /paymaster/i.test(words))) return undefined;
  const args = { reason: words || "its time range is not kept" };
  const { reason, remedy } = explainRule("paymaster", {
    layer: "bundler",
    code: "-32503",
    args,
    known: "returned",
  });
  return {
    layers: layers.filter((layer) => layer !== range),
    causes: operation?.paymaster ? [{ rule: "paymaster", cause: reason, remedy, certainty: "possible" }] : [],
    sentence: isOpen
      ? "As the chain stands now, the session has no time limit: it is not its time that the operation is refused for."
      : "As the chain stands now, the session is valid: it is the paymaster's time that the bundler names.",
  };
}
