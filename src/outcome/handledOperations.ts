import {
  type DecodeAbiParametersReturnType,
  decodeAbiParameters,
  encodeAbiParameters,
  getAbiItem,
  type Hex,
  keccak256,
  parseAbiParameters,
  toFunctionSelector,
} from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import type { World } from "../world/World.ts";

const handleOps = getAbiItem({ abi: entryPoint07Abi, name: "handleOps" });
const selector = toFunctionSelector(handleOps);

/** A user operation as EntryPoint takes it (ERC-4337 v0.7, `PackedUserOperation`). */
export type PackedOperation = DecodeAbiParametersReturnType<typeof handleOps.inputs>[0][number];

const hashed = parseAbiParameters(
  "address sender, uint256 nonce, bytes32 initCode, bytes32 callData, bytes32 accountGasLimits, uint256 preVerificationGas, bytes32 gasFees, bytes32 paymasterAndData",
);

/**
 * The hash of a user operation, as EntryPoint takes it.
 *
 * @param world The chain and its EntryPoint.
 * @param operation The operation; its signature is not part of the hash.
 * @returns 32 bytes (ERC-4337 v0.7, `EntryPoint.getUserOpHash`).
 */
export function packedOperationHash({ chainId, contracts }: World, operation: PackedOperation): Hex {
  const {
    sender,
    nonce,
    initCode,
    callData,
    accountGasLimits,
    preVerificationGas,
    gasFees,
    paymasterAndData,
  } = operation;
  const inner = encodeAbiParameters(hashed, [
    sender,
    nonce,
    keccak256(initCode),
    keccak256(callData),
    accountGasLimits,
    preVerificationGas,
    gasFees,
    keccak256(paymasterAndData),
  ]);
  return keccak256(
    encodeAbiParameters(parseAbiParameters("bytes32, address, uint256"), [
      keccak256(inner),
      contracts.EntryPoint.address,
      BigInt(chainId),
    ]),
  );
}

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
