import type { UserOperation } from "viem/account-abstraction";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { Account } from "../account/Account.ts";
import type { Rejected } from "../refusal/Outcome.ts";
import type { RefusalLayer } from "../refusal/Refusal.ts";
import { chainTime } from "../world/clock.ts";
import type { World } from "../world/World.ts";
import { askValidator } from "./askValidator.ts";
import { decodeRevert } from "./decodeRevert.ts";
import { type BundlerRefusal, readBundlerError } from "./readBundlerError.ts";
import { toRefusal } from "./toRefusal.ts";

/**
 * What a client's error says of a user operation. Where the refusal itself does not tell the whole (an
 * account that hides its module's error, a time range, a signature), the chain is asked.
 *
 * @param world Where the operation was refused.
 * @param account The account of the operation.
 * @param userOperation The operation, signed.
 * @param error What the client threw.
 * @returns The refusal, layer by layer.
 * @throws The error itself where it is no bundler's refusal.
 */
export async function outcomeOfError(
  world: World,
  account: Account,
  userOperation: UserOperation<"0.7">,
  error: unknown,
): Promise<Rejected> {
  const refusal = readBundlerError(error);
  if (!refusal) throw error;

  const layers = returnedLayers(world, account, refusal);
  const bySession = userOperation.nonce >> 64n === account.nonceKey(world.contracts.SmartSession.address);
  const told = layers.some(({ layer }) => layer === "SmartSession" || layer === "policy");
  if (bySession && !told) layers.push(...(await askedLayers(world, account, userOperation, refusal)));
  return { status: "rejected", refusal: toRefusal(layers, "validation") };
}

function returnedLayers(
  world: World,
  account: Account,
  { code, message, entryPoint }: BundlerRefusal,
): RefusalLayer[] {
  const layers: RefusalLayer[] = [
    { layer: "bundler", code: String(code), args: { message }, known: "returned" },
  ];
  if (!entryPoint) return layers;
  layers.push({
    layer: "EntryPoint",
    code: entryPoint.code,
    args: { reason: entryPoint.reason },
    address: world.contracts.EntryPoint.address,
    known: "returned",
  });
  if (entryPoint.inner)
    layers.push(decodeRevert(world, account, entryPoint.inner, "returned", { layer: "account" }));
  return layers;
}

async function askedLayers(
  world: World,
  account: Account,
  userOperation: UserOperation<"0.7">,
  { entryPoint }: BundlerRefusal,
): Promise<RefusalLayer[]> {
  const validator = world.contracts.SmartSession.address;
  if (!(await account.isInstalled(validator))) {
    return [
      {
        layer: "account",
        code: "ValidatorNotInstalled",
        args: { validator },
        address: account.address,
        known: "asked",
      },
    ];
  }
  const answer = await askValidator(world, userOperation);
  if ("revert" in answer)
    return [decodeRevert(world, account, answer.revert, "asked", { layer: "SmartSession" })];

  const permissionId = world.release.decodeUseSignature(userOperation.signature);
  if (entryPoint?.code === "AA24" && answer.signatureFailed) {
    return [
      {
        layer: "SmartSession",
        code: "SIG_VALIDATION_FAILED",
        args: { permissionId },
        address: validator,
        known: "asked",
      },
    ];
  }
  if (entryPoint?.code === "AA22") {
    const { validAfter, validUntil } = answer;
    const timeFrame = world.contracts.TimeFramePolicy;
    const framed = await world.client.readContract({
      address: validator,
      abi: smartSessionAbi,
      functionName: "isUserOpPolicyEnabled",
      args: [account.address, permissionId, timeFrame.address],
    });
    const range = { validAfter, validUntil, timestamp: await chainTime(world) };
    return [
      framed
        ? { layer: "policy", code: "TimeRange", args: range, address: timeFrame.address, known: "asked" }
        : { layer: "SmartSession", code: "TimeRange", args: range, address: validator, known: "asked" },
    ];
  }
  return [];
}
