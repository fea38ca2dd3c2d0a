import {
  decodeAbiParameters,
  decodeFunctionData,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  parseAbiParameters,
  size,
  slice,
} from "viem";
import { erc7579AccountAbi } from "../../abis/erc7579AccountAbi.ts";
import type { Execution, PlainCall } from "../policies/Policy.ts";
import { execute } from "../selectors.ts";

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
 * @returns What it asks of the account; undefined where it is not written as viem would write it: contracts read such
 * call data each in its own way.
 */
export function decodeCallData(callData: Hex): DecodedCallData | undefined {
  if (size(callData) < 4) return undefined;
  const selector = slice(callData, 0, 4);
  if (selector !== execute) return { callType: undefined, selector, callData, calls: [] };
  try {
    const executing = decodeFunctionData({ abi: erc7579AccountAbi, data: callData });
    const [mode, executions] = executing.args as readonly [Hex, Hex];
    const [callType, execType] = [slice(mode, 0, 1), slice(mode, 1, 2)];
    const calls = decodeCalls(callType, executions);
    const written = encodeFunctionData({ abi: erc7579AccountAbi, ...executing } as never);
    return calls && isSame(written, callData) ? { callType, execType, calls } : undefined;
  } catch {
    return undefined;
  }
}

function decodeCalls(callType: Hex, executions: Hex): readonly PlainCall[] | undefined {
  if (callType === "0x01") {
    const [calls] = decodeAbiParameters(executionsAbi, executions);
    return isSame(encodeAbiParameters(executionsAbi, [calls]), executions) ? calls : undefined;
  }
  if (callType !== "0x00") return [];
  if (size(executions) < 52) return undefined;
  return [
    {
      to: slice(executions, 0, 20),
      value: hexToBigInt(slice(executions, 20, 52)),
      data: size(executions) > 52 ? slice(executions, 52) : "0x",
    },
  ];
}

const isSame = (one: Hex, other: Hex) => one.toLowerCase() === other.toLowerCase();
