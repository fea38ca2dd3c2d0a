import { type Address, getAddress, type Hex } from "viem";
import { HarnessError } from "../errors/HarnessError.ts";
import type { World } from "../world/World.ts";
import { knownError } from "./knownError.ts";

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
 * @throws ChainUnreachableError where the line is down; what the chain says where it is asked too much.
 */
export const traceCall = (world: World, call: object): Promise<CallFrame | undefined> =>
  trace(world, "debug_traceCall", [call, "pending", callTracer]);

/**
 * Traces a transaction that was mined.
 *
 * @param world Where.
 * @param hash The transaction.
 * @returns Its outermost frame; undefined of a chain that does not trace.
 * @throws As {@link traceCall} does.
 */
export const traceTransaction = (world: World, hash: Hex): Promise<CallFrame | undefined> =>
  trace(world, "debug_traceTransaction", [hash, callTracer]);

/** JSON-RPC's code of a chain that is asked too much (EIP-1474): that is no answer. */
const limitExceeded = -32005;

async function trace({ provider }: World, method: string, params: unknown[]): Promise<CallFrame | undefined> {
  try {
    return await provider.request({ method, params });
  } catch (error) {
    const { code } = error as { readonly code?: unknown };
    if (knownError(error) instanceof HarnessError || code === limitExceeded) throw error;
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
