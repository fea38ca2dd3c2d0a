import {
  type DecodeAbiParametersReturnType,
  decodeAbiParameters,
  getAbiItem,
  type Hex,
  toFunctionSelector,
} from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";

const handleOps = getAbiItem({ abi: entryPoint07Abi, name: "handleOps" });
const selector = toFunctionSelector(handleOps);

/** A user operation as EntryPoint takes it (ERC-4337 v0.7, `PackedUserOperation`). */
export type PackedOperation = DecodeAbiParametersReturnType<typeof handleOps.inputs>[0][number];

/**
 * The user operations in `handleOps`' call data.
 *
 * @param data The call data.
 * @returns The operations in their order; none where that is another function's, or cut short.
 */
export function handledOperations(data: Hex): readonly PackedOperation[] {
  if (!data.startsWith(selector)) return [];
  try {
    return decodeAbiParameters(handleOps.inputs, `0x${data.slice(10)}`)[0];
  } catch {
    return [];
  }
}
