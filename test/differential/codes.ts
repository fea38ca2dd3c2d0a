import type { Hex } from "viem";
import { contractArtifact } from "../../src/index.ts";
import type { Subject } from "./Subject.ts";

/**
 * The reference contract's runtime code.
 *
 * @param subject The contract.
 * @returns The code, as it was compiled.
 */
export const referenceCode = ({ contract }: Subject): Hex => contractArtifact(contract).deployedBytecode;
