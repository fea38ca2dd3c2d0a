import {
  type Abi,
  type AbiParameter,
  decodeErrorResult,
  type Hex,
  size,
  slice,
  toFunctionSelector,
} from "viem";
import type { RefusalLayer } from "../refusal/Refusal.ts";

/** An error, named. */
export type NamedError = Pick<RefusalLayer, "code" | "args">;

/**
 * Names a failure by an ABI.
 *
 * @param abi What the contract that failed declares.
 * @param data The revert data.
 * @param halt What the EVM says where it was no revert; then that is its name.
 * @returns The error's name and arguments by name; `Error` and `Panic`, which are everybody's, too. What is not
 * declared is named by its selector, and nothing at all is `no data`.
 */
export function decodeRevert(abi: Abi, data: Hex, halt?: string): NamedError {
  if (halt !== undefined) return { code: halt, args: {} };
  if (size(data) < 4) return { code: "no data", args: {} };
  try {
    const { errorName, args, abiItem } = decodeErrorResult({ abi, data });
    const inputs: readonly AbiParameter[] = "inputs" in abiItem ? abiItem.inputs : [];
    return {
      code: errorName,
      args: Object.fromEntries(inputs.map(({ name }, index) => [name || String(index), args?.[index]])),
    };
  } catch {
    return { code: slice(data, 0, 4), args: {} };
  }
}

/**
 * Finds the error that an ABI declares for a revert. `Error(string)` and `Panic(uint256)` are nobody's own.
 *
 * @param abi The ABI.
 * @param data The revert data, or no more of it than its first 4 bytes.
 * @returns The error's name, or undefined where no item of the ABI has its selector.
 */
export function declaredError(abi: Abi, data: Hex): string | undefined {
  if (size(data) < 4) return undefined;
  const selector = slice(data, 0, 4);
  const declared = abi.find(
    (item): item is Extract<Abi[number], { type: "error" }> =>
      item.type === "error" &&
      toFunctionSelector({ ...item, type: "function", outputs: [], stateMutability: "view" }) === selector,
  );
  return declared?.name;
}
