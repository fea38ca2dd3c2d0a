import type { UserOperation } from "viem/account-abstraction";
import { decodeFailedOp } from "../submission/decodeFailedOp.ts";
import type { World } from "../world/World.ts";
import { playOperation } from "./playOperation.ts";

/** More than any account here validates by; a block has room for it. */
const plenty = 10_000_000n;

/**
 * Whether an account's validation reverts for want of gas: it still does, and with plenty, that nothing is paid for, it
 * does not. As the limit is part of what was signed, EntryPoint then finds the signature wrong instead (AA24).
 *
 * @param world Where.
 * @param operation An operation that EntryPoint refuses with AA23.
 * @returns Whether it does; not where the chain does not tell.
 */
export async function lacksGas(world: World, operation: UserOperation<"0.7">): Promise<boolean> {
  const free = { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n };
  const generous = { ...operation, verificationGasLimit: plenty, ...free };
  const [now, then] = [await play(world, operation), await play(world, generous)];
  return now === "AA23" && then !== undefined && then !== "AA23";
}

/** EntryPoint's code, or that it takes the operation; undefined where the chain does not tell. */
async function play(world: World, operation: UserOperation<"0.7">): Promise<string | undefined> {
  try {
    const data = await playOperation(world, operation);
    return data === undefined ? "taken" : decodeFailedOp(data)?.code;
  } catch {
    return undefined;
  }
}
