import { type Address, getContractAddress, type Hex } from "viem";
import { create2Proxy } from "./canonical/create2Proxy.ts";

/**
 * Where a contract comes to stand when its creation code is sent through the deterministic deployment proxy.
 *
 * @param initCode Creation code with the constructor's arguments.
 * @param salt 32 bytes.
 * @returns The address, the same on every chain (EIP-1014).
 */
export function create2Address(initCode: Hex, salt: Hex): Address {
  return getContractAddress({ opcode: "CREATE2", from: create2Proxy.address, salt, bytecode: initCode });
}
