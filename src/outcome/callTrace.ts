import { type Address, getAddress, type Hex } from "viem";
import type { World } from "../world/World.ts";

/** A frame as geth's `callTracer` gives it. */
export interface CallFrame {
  readonly type: string;
  readonly from?: Address;
  readonly to?: Address;
  readonly input?: Hex;
  readonly error?: string;
  readonly output?: Hex;
  readonly calls?: readonly CallFrame[];
}

/** Asks a chain for geth's `callTracer`. */
const callTracer = { tracer: "callTracer" } as const;

/**
 * Traces a call as in the next block.
 *
 * @param world Where.
 * @param call The call.
 * @returns Its outermost frame; undefined of a chain that does not trace: a public RPC rarely does.
 */
export const traceCall = (world: World, call: object): Promise<CallFrame | undefined> =>
  trace(world, "debug_traceCall", [call, "pending", callTracer]);

/**
 * Traces a transaction that was mined.
 *
 * @param world Where.
 * @param hash The transaction.
 * @returns Its outermost frame; undefined of a chain that does not trace.
 */
export const traceTransaction = (world: World, hash: Hex): Promise<CallFrame | undefined> =>
  trace(world, "debug_traceTransaction", [hash, callTracer]);

async function trace({ provider }: World, method: string, params: unknown[]): Promise<CallFrame | undefined> {
  try {
    return await provider.request({ method, params });
  } catch {
    return undefined;
  }
}

/** A call that failed. */
export interface FailedCall {
  readonly address: Address;
  /** Who called it, where the trace says. */
  readonly caller?: Address;
  /** What it was asked, its selector first. */
  readonly input: Hex;
  /** What it reverted with, whole. */
  readonly data: Hex;
  /** What the EVM says where it was no revert: `out of gas`, too little balance, a bad instruction. */
  readonly halt?: string;
}

/**
 * Reads a frame that failed.
 *
 * @param frame The frame.
 * @returns Who failed and how, or undefined where it did not fail, or created a contract.
 */
export function failedCall({
  from,
  to,
  input = "0x",
  output = "0x",
  error,
}: CallFrame): FailedCall | undefined {
  if (to === undefined || error === undefined) return undefined;
  const caller = from && { caller: getAddress(from) };
  const call = { address: getAddress(to), ...caller, input, data: output };
  if (error === "execution reverted") return call;
  return { ...call, halt: /out of gas|outofgas/i.test(error) ? "out of gas" : error };
}
