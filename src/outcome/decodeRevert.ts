import { type Abi, type AbiParameter, type Address, decodeErrorResult, type Hex, size, slice } from "viem";
import type { Account } from "../account/Account.ts";
import type { Layer, RefusalLayer } from "../refusal/Refusal.ts";
import type { World } from "../world/World.ts";

/** Errors in which SmartSession reports that a policy refused. */
const reportsPolicy = new Set(["PolicyViolation", "PolicyCheckReverted", "PolicyNotInitialized"]);

/**
 * Names a revert by the contracts that may have caused it, innermost first.
 *
 * @param world Where it happened.
 * @param account The account of the operation.
 * @param data The revert data.
 * @param known How the data is known.
 * @param otherwise The layer where no contract that is known declares the error, and what more is known of
 * it: its address, and an ABI that may declare the error.
 * @returns The layer that declares the error, its name and arguments; an error that nobody declares is named
 * by its selector, and its data kept.
 */
export function decodeRevert(
  world: World,
  account: Account,
  data: Hex,
  known: RefusalLayer["known"],
  otherwise: { readonly layer: Layer; readonly address?: Address | undefined; readonly abi?: Abi },
): RefusalLayer {
  const declared: [Layer, Abi, Hex][] = [
    ["SmartSession", world.release.errorsAbi, world.contracts.SmartSession.address],
    ["account", account.errorsAbi, account.address],
  ];
  for (const [layer, abi, address] of declared) {
    const error = decode(abi, data);
    if (!error) continue;
    if (!reportsPolicy.has(error.code)) return { layer, address, data, known, ...error };
    const { policy = otherwise.address } = error.args as { policy?: Hex };
    return { layer: "policy", ...(policy && { address: policy }), data, known, ...error };
  }
  const { layer, address, abi = [] } = otherwise;
  // Error(string) and Panic(uint256) are everybody's: viem knows them beside any ABI.
  const error = decode(abi, data) ?? { code: size(data) < 4 ? "no data" : slice(data, 0, 4), args: {} };
  return { layer, ...(address && { address }), data, known, ...error };
}

function decode(abi: Abi, data: Hex): Pick<RefusalLayer, "code" | "args"> | undefined {
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi, data });
    const inputs: readonly AbiParameter[] = "inputs" in abiItem ? abiItem.inputs : [];
    return {
      code: errorName,
      args: Object.fromEntries(inputs.map(({ name }, index) => [name ?? String(index), args?.[index]])),
    };
  } catch {
    return undefined;
  }
}
