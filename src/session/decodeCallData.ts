import { getAbiItem, type Hex, hexToBigInt, parseAbiParameters, size, slice } from "viem";
import { erc7579AccountAbi } from "../abis/erc7579AccountAbi.ts";
import { decodeCanonical } from "./decodeCanonical.ts";
import type { Execution, PlainCall } from "./policies/Policy.ts";
import { execute } from "./selectors.ts";

/** What an operation's call data asks of the account. */
export type DecodedCallData =
  | (Execution & { readonly callType: Hex; readonly execType: Hex })
  | {
      readonly callType: undefined;
      readonly selector: Hex;
      readonly callData: Hex;
      readonly calls: readonly [];
    };

const executeAbi = getAbiItem({ abi: erc7579AccountAbi, name: "execute" });
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
  const executing = decodeCanonical(executeAbi.inputs, `0x${callData.slice(10)}`);
  if (!executing) return undefined;
  const [mode, executions] = executing;
  const [callType, execType] = [slice(mode, 0, 1), slice(mode, 1, 2)];
  const calls = decodeCalls(callType, executions);
  return calls && { callType, execType, calls };
}

function decodeCalls(callType: Hex, executions: Hex): readonly PlainCall[] | undefined {
  if (callType === "0x01") {
    return decodeCanonical(executionsAbi, executions)?.[0];
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
