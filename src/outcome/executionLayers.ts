import type { Hex } from "viem";
import type { ObservedAccount } from "../account/Account.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { Call } from "../world/Call.ts";
import type { World } from "../world/World.ts";
import type { FailedCall } from "./callTrace.ts";
import { contractAt } from "./contractAt.ts";
import { declaredError, decodeRevert } from "./decodeRevert.ts";
import { presetErrors } from "./presetErrors.ts";

/** How an operation's calls failed. */
export interface FailedExecution {
  /** What the account reverted with. */
  readonly returned: Hex;
  /** Who made it fail, where the chain offers a trace. */
  readonly origin?: FailedCall | undefined;
}

/**
 * What was said when an operation's calls failed, after validation had passed.
 *
 * @param world Where.
 * @param account The account of the operation.
 * @param calls The operation's calls; their ABIs name the errors of their targets. Without an ABI those of the preset
 * targets are named, where it is a preset target that was called.
 * @param failed How they failed.
 * @returns The layers, from outside in.
 */
export async function executionLayers(
  world: World,
  account: ObservedAccount,
  calls: readonly Call[],
  { returned, origin }: FailedExecution,
): Promise<readonly RefusalLayer[]> {
  const data = origin?.data ?? returned;
  const named = await Promise.all(
    calls.map(async (call) => {
      const abi = call.abi ?? (await presetErrors(world, call.to, data));
      return abi ? { ...call, abi } : call;
    }),
  );
  return origin
    ? tracedLayers(world, account, named, returned, origin)
    : [untracedLayer(world, account, named, returned)];
}

function tracedLayers(
  world: World,
  account: ObservedAccount,
  calls: readonly Call[],
  returned: Hex,
  failed: FailedCall,
): RefusalLayer[] {
  const { address, data, halt } = failed;
  const contract = contractAt(world, account, calls, address, failed);
  // The same bytes: the account passes them on, or they are its own. Others, or a halt: it put its own in place.
  const hidden = data !== returned || halt !== undefined;
  const innermost: RefusalLayer = halt?.includes("balance")
    ? // A transfer that the account cannot pay for never reaches its target.
      { layer: "account", address: account.address, code: "insufficient balance", args: {}, known: "asked" }
    : {
        layer: contract.layer,
        address,
        data,
        known: hidden ? "asked" : "returned",
        ...decodeRevert(contract.abi, data, halt),
      };
  const outer: RefusalLayer = {
    layer: "account",
    address: account.address,
    data: returned,
    known: "returned",
    ...decodeRevert(account.errorsAbi, returned),
  };
  return hidden ? [outer, innermost] : [innermost];
}

/**
 * Where there is no trace, the data alone tells who reverted: as far as one contract declares it. An account that
 * passes errors on is taken for the last that would have said it.
 */
function untracedLayer(
  world: World,
  account: ObservedAccount,
  calls: readonly Call[],
  data: Hex,
): RefusalLayer {
  const called = calls.map(({ to }) => contractAt(world, account, calls, to));
  const own = contractAt(world, account, calls, account.address);
  const contract =
    (account.hidesErrors ? [own, ...called] : [...called, own]).find(({ abi }) => declaredError(abi, data)) ??
    (called.length === 1 ? called[0] : undefined);
  const { layer = "target", abi = [], address } = contract ?? {};
  return { layer, ...(address && { address }), data, known: "returned", ...decodeRevert(abi, data) };
}
