import { type Address, isAddress } from "viem";
import { policyAt } from "../../session/policyAt.ts";
import type { ExplainedLayer } from "../Explanation.ts";
import { meanings } from "./meanings.ts";
import { panicCodes } from "./panicCodes.ts";

/**
 * What an error means.
 *
 * @param error Its name and arguments, and who declares it.
 * @returns A sentence.
 */
export function meaningOf({
  code,
  args,
  declaredBy,
}: Pick<ExplainedLayer, "code" | "args" | "declaredBy">): string {
  if (code === "PolicyViolation") return `${policyName(args.policy)} says no.`;
  if (code === "Error") {
    return args.message === undefined
      ? "A contract reverted with a text."
      : `A contract reverted with the text ${JSON.stringify(args.message)}.`;
  }
  if (code === "Panic") {
    const means = panicCodes[String(args.reason)];
    return means ? `The compiler's own checks failed: ${means}.` : "The compiler's own checks failed.";
  }
  return (
    meanings[code] ??
    `${declaredBy.join(", ")} declares it; its name is all that is known here of what it means.`
  );
}

function policyName(address: unknown): string {
  if (typeof address !== "string" || !isAddress(address)) return "A policy of the session";
  return policyAt(address as Address)?.name ?? `The policy at ${address}, which is none that is known here,`;
}
