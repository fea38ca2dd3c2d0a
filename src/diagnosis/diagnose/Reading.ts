import { BaseError } from "viem";
import { HarnessError } from "../../errors/HarnessError.ts";
import { ChainUnreachableError } from "../../errors/world.ts";
import { knownError } from "../../outcome/knownError.ts";

/** What was read, or why it could not be. */
export type Reading<Value> = { readonly value: Value } | { readonly unread: string };

/**
 * Reads, where it is no error of one's own that something is not to be read.
 *
 * @param read What is read.
 * @returns What it came to.
 * @throws ChainUnreachableError: of a chain that does not answer, nothing is to be read.
 */
export async function reading<Value>(read: Promise<Value>): Promise<Reading<Value>> {
  try {
    return { value: await read };
  } catch (error) {
    const known = knownError(error);
    if (known instanceof ChainUnreachableError) throw known;
    return { unread: reasonOf(known) };
  }
}

/**
 * Why something went wrong, in a line that continues a sentence.
 *
 * @param error What was thrown.
 * @returns The line, without a full stop at its end.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const short =
    error instanceof BaseError || error instanceof HarnessError ? error.shortMessage : error.message;
  return (short.split("\n")[0] ?? "").replace(/[.:]$/, "");
}
