import { type Address, type CustomTransport, custom, numberToHex } from "viem";
import { parseInput } from "../config/parseInput.ts";
import { addressSchema } from "../config/schemas.ts";
import { presentable } from "../errors/presentable.ts";
import { BundlerRpcError, rpcErrorCode } from "../errors/submission.ts";
import { unlockedAccount } from "../world/unlockedAccount.ts";
import type { World } from "../world/World.ts";
import type { Context } from "./instant/Context.ts";
import { estimateUserOperationGas } from "./instant/estimateUserOperationGas.ts";
import { getUserOperationByHash, getUserOperationReceipt } from "./instant/getUserOperation.ts";
import { parseUserOperation } from "./instant/parseUserOperation.ts";
import { sendUserOperation } from "./instant/sendUserOperation.ts";
import { transactionGasCap } from "./instant/transactionGasCap.ts";

/**
 * A bundler in the process: each user operation is a bundle of its own, simulated and mined at once by
 * `handleOps`. It speaks a bundler's JSON-RPC (ERC-7769), so it stands wherever a bundler's URL would.
 *
 * @param world A local world.
 * @param parameters The account that sends the bundles. Default: the chain's first unlocked account.
 * @returns A viem transport.
 * @throws ChainNotLocalError where the chain has no unlocked account.
 * @example
 * ```ts
 * const client = createSmartAccountClient({
 *   account,
 *   client: world.client,
 *   bundlerTransport: await instantBundler(world),
 * });
 * ```
 */
export async function instantBundler(
  world: World,
  { executor }: { executor?: Address } = {},
): Promise<CustomTransport> {
  const context: Context = {
    world,
    executor: executor ? parseInput(addressSchema, executor, "executor") : await unlockedAccount(world),
    transactionGasCap: await transactionGasCap(world),
    sent: new Map(),
  };
  // Refusals are answers: asked again, they would only be repeated.
  return custom({ request: (request) => answer(context, request) }, { retryCount: 0 });
}

async function answer(
  context: Context,
  { method, params: given = [] }: { method: string; params?: unknown },
): Promise<unknown> {
  const params: readonly unknown[] = Array.isArray(given) ? given : [];
  const entryPoint = context.world.contracts.EntryPoint.address;
  const demandEntryPoint = () => {
    const [, asked] = params;
    if (typeof asked === "string" && asked.toLowerCase() === entryPoint.toLowerCase()) return;
    throw new BundlerRpcError({
      code: rpcErrorCode.invalidParams,
      message: `Unsupported entry point ${presentable(asked)}; supported: ${entryPoint}`,
    });
  };
  switch (method) {
    case "eth_chainId":
      return numberToHex(context.world.chainId);
    case "eth_supportedEntryPoints":
      return [entryPoint];
    case "eth_sendUserOperation":
      demandEntryPoint();
      return sendUserOperation(context, parseUserOperation(params[0], "send"));
    case "eth_estimateUserOperationGas": {
      demandEntryPoint();
      const estimate = await estimateUserOperationGas(context, parseUserOperation(params[0], "estimate"));
      return Object.fromEntries(Object.entries(estimate).map(([name, gas]) => [name, numberToHex(gas)]));
    }
    case "eth_getUserOperationReceipt":
      return getUserOperationReceipt(context, hashParameter(params));
    case "eth_getUserOperationByHash":
      return getUserOperationByHash(context, hashParameter(params));
    default:
      throw new BundlerRpcError({
        code: rpcErrorCode.methodNotFound,
        message: `The instant bundler has no method ${presentable(method)}.`,
      });
  }
}

function hashParameter([hash]: readonly unknown[]): `0x${string}` {
  if (typeof hash === "string" && /^0x[0-9a-fA-F]{64}$/.test(hash))
    return hash.toLowerCase() as `0x${string}`;
  throw new BundlerRpcError({
    code: rpcErrorCode.invalidParams,
    message: `Missing or invalid userOpHash: ${presentable(hash)}`,
  });
}
