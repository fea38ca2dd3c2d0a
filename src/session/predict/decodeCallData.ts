import {
  decodeAbiParameters,
  decodeFunctionData,
  type Hex,
  hexToBigInt,
  parseAbiParameters,
  size,
  slice,
  toFunctionSelector,
} from "viem";
import { erc7579AccountAbi } from "../../abis/erc7579AccountAbi.ts";
import type { Execution, PlainCall } from "../policies/Policy.ts";

/** ERC-7579's `execute`. */
export const executeSelector = toFunctionSelector("execute(bytes32,bytes)");

/** What an operation's call data asks of the account. */
export type DecodedCallData =
  | (Execution & { readonly callType: Hex; readonly execType: Hex })
  | {
      readonly callType: undefined;
      readonly selector: Hex;
      readonly callData: Hex;
      readonly calls: readonly [];
    };

const executionsAbi = parseAbiParameters("(address to, uint256 value, bytes data)[]");

/**
 * Reads an operation's call data (ERC-7579, `execute` with a single call or a batch).
 *
 * @param callData The call data.
 * @returns What it asks of the account; undefined where it cannot be read.
 */
export function decodeCallData(callData: Hex): DecodedCallData | undefined {
  if (size(callData) < 4) return undefined;
  const selector = slice(callData, 0, 4);
  if (selector !== executeSelector) return { callType: undefined, selector, callData, calls: [] };
  try {
    const { args } = decodeFunctionData({ abi: erc7579AccountAbi, data: callData });
    const [mode, executions] = args as readonly [Hex, Hex];
    const [callType, execType] = [slice(mode, 0, 1), slice(mode, 1, 2)];
    return { callType, execType, calls: decodeCalls(callType, executions) };
  } catch {
    return undefined; // viem reads call data more strictly than contracts do
  }
}

function decodeCalls(callType: Hex, executions: Hex): readonly PlainCall[] {
  if (callType === "0x01") return decodeAbiParameters(executionsAbi, executions)[0];
  if (callType !== "0x00") return [];
  return [
    {
      to: slice(executions, 0, 20),
      value: hexToBigInt(slice(executions, 20, 52)),
      data: size(executions) > 52 ? slice(executions, 52) : "0x",
    },
  ];
}
