import type { Hex } from "viem";
import { readCode } from "./canonical/readCode.ts";

/**
 * The runtime code of EntryPointSimulations (ERC-4337 v0.7): put in EntryPoint's place for one `eth_call`, it
 * tells what an operation would use.
 *
 * @returns The code, held against its pinned hash.
 * @throws CodeHashMismatchError, CodeNotFoundError.
 */
export function entryPointSimulationsCode(): Hex {
  return readCode("EntryPointSimulations", {
    package: "@account-abstraction/contracts",
    version: "0.7.0",
    file: "artifacts/EntryPointSimulations.json",
    constant: "deployedBytecode",
    hash: "0xf163e04019f4aa79f31ea386472d662c067e956e0568be7d4d8d59c8f25adad2",
  });
}
