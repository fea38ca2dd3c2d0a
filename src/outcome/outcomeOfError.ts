import type { UserOperation } from "viem/account-abstraction";
import type { ObservedAccount } from "../account/Account.ts";
import type { Rejected } from "../refusal/Outcome.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import type { World } from "../world/World.ts";
import { innerLayers } from "./innerLayers.ts";
import type { BundlerRefusal } from "./readBundlerError.ts";
import { tooLittleGas } from "./tooLittleGas.ts";
import { toRefusal } from "./toRefusal.ts";

/**
 * What a bundler's refusal says of a user operation. Where the refusal itself does not tell the whole (an
 * account that hides its module's error, a time range, a signature), the chain is asked.
 *
 * @param world Where the operation was refused.
 * @param account The account of the operation.
 * @param userOperation The operation, signed.
 * @param refusal The bundler's refusal.
 * @returns The refusal, layer by layer.
 */
export async function outcomeOfError(
  world: World,
  account: ObservedAccount,
  userOperation: UserOperation<"0.7">,
  refusal: BundlerRefusal,
): Promise<Rejected> {
  const inner = await innerLayers(world, account, userOperation, refusal);
  return { status: "rejected", refusal: toRefusal([bundlerLayer(refusal), ...inner], "validation") };
}

/**
 * What a bundler said itself.
 *
 * @param refusal Its refusal.
 * @returns The layer, with the rule where its words alone tell.
 */
export function bundlerLayer({ code, message }: Pick<BundlerRefusal, "code" | "message">): RefusalLayer {
  const rule = tooLittleGas({ code, message }) && { rule: "gas" as const };
  return { layer: "bundler", code: String(code), args: { message }, known: "returned", ...rule };
}
