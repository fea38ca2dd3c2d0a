import { type Address, getContractAddress, type Hex } from "viem";
import type { CanonicalContract } from "./canonicalV1.ts";

/** keccak256 of the creation code of the proxy that CREATE3 goes through (solmate, `CREATE3`). */
const proxyCodeHash: Hex = "0x21c35dbe1b344a2488cf3321d6ce542f8e9f305544ff09e4993a62319a497c1f";

/**
 * Who created a contract: `msg.sender` of its constructor.
 *
 * @param contract How it came about.
 * @returns The deployer, or for `create3` the deployer's proxy.
 */
export function creatorOf({
  creation,
  deployer,
  salt,
}: Pick<CanonicalContract, "creation" | "deployer" | "salt">): Address {
  if (creation !== "create3") return deployer;
  return getContractAddress({ opcode: "CREATE2", from: deployer, salt, bytecodeHash: proxyCodeHash });
}
