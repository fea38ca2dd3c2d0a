import type { Address, Hex } from "viem";

/** A frame as geth's `callTracer` gives it. */
export interface CallFrame {
  readonly type: string;
  readonly to?: Address;
  readonly input?: Hex;
  readonly error?: string;
  readonly output?: Hex;
  readonly calls?: readonly CallFrame[];
}

/** Asks a chain for geth's `callTracer`. */
export const callTracer = { tracer: "callTracer" } as const;

/**
 * What the EVM says of a frame that failed otherwise than by a revert.
 *
 * @param frame The frame.
 * @returns `out of gas`, the EVM's own words, or undefined where it reverted.
 */
export function haltOf({ error }: CallFrame): string | undefined {
  if (error === undefined || error === "execution reverted") return undefined;
  return /out of gas|outofgas/i.test(error) ? "out of gas" : error;
}
