import {
  type AbiParameter,
  type DecodeAbiParametersReturnType,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  size,
  slice,
} from "viem";
import { isSameHex } from "./isSameHex.ts";

/**
 * Decodes what is written as viem would write it. Of other encodings contracts read each its own: nothing is to be
 * said of them.
 *
 * @param parameters The ABI's parameters.
 * @param data What is encoded.
 * @param tail Whether something may follow, which nobody reads. Default: no.
 * @returns The values; undefined where they are written otherwise, or not at all.
 */
export function decodeCanonical<const Parameters extends readonly AbiParameter[]>(
  parameters: Parameters,
  data: Hex,
  { tail = false } = {},
): DecodeAbiParametersReturnType<Parameters> | undefined {
  try {
    const values = decodeAbiParameters(parameters, data);
    const written = encodeAbiParameters(parameters, values as never);
    const read = tail ? slice(data, 0, size(written)) : data;
    return isSameHex(written, read) ? (values as DecodeAbiParametersReturnType<Parameters>) : undefined;
  } catch {
    return undefined;
  }
}
