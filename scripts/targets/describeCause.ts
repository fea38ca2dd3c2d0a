import { asHardhatError } from "./asHardhatError.ts";

/**
 * Says what an error of somebody else's says, in short: viem's message repeats the whole request.
 *
 * @param error viem's, Hardhat's, or any other.
 * @returns A sentence or two.
 */
export function describeCause(error: unknown): string {
  const { shortMessage, details, message } = (error ?? {}) as Partial<Record<string, string>>;
  if (shortMessage) return [shortMessage, details].filter(Boolean).join(" ");
  return asHardhatError(error)?.formattedMessage ?? message ?? String(error);
}
