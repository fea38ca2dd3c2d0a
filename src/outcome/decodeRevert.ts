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
 * Names a revert by an ABI.
 *
 * @param abi What the contract that reverted declares.
 * @param data The revert data.
 * @returns The error's name and arguments by name; `Error` and `Panic`, which are everybody's, too. What is not
 * declared is named by its selector, and nothing at all is `no data`.
 */
export function decodeRevert(abi: Abi, data: Hex): NamedError {
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
 * Whether an ABI declares the error of a revert. `Error(string)` and `Panic(uint256)` are nobody's own.
 *
 * @param abi The ABI.
 * @param data The revert data.
 * @returns True where an item of the ABI has the error's selector.
 */
export function declaresError(abi: Abi, data: Hex): boolean {
  if (size(data) < 4) return false;
  const selector = slice(data, 0, 4);
  return abi.some(
    (item) =>
      item.type === "error" &&
      toFunctionSelector({ ...item, type: "function", outputs: [], stateMutability: "view" }) === selector,
  );
}
