import type { Hex } from "viem";
import { readEnvironment } from "../../src/config/environment.ts";
import { contractArtifact } from "../../src/index.ts";
import type { CanonicalName } from "../../src/world/canonical/canonicalV1.ts";
import { readCodeStore } from "../../src/world/canonical/codeStore.ts";
import type { Subject } from "./Subject.ts";

/**
 * The reference contract's runtime code.
 *
 * @param subject The contract.
 * @returns The code, as it was compiled.
 */
export const referenceCode = ({ contract }: Subject): Hex => contractArtifact(contract).deployedBytecode;

/**
 * The genuine contract's runtime code, checked against its hash.
 *
 * @param subject The contract.
 * @returns The code, out of the code store.
 */
export function genuineCode({ name }: Subject): Hex {
  const stored = readCodeStore(readEnvironment(process.env).codeStore).get(name as CanonicalName);
  if (!stored) throw new Error(`the code store does not hold ${name}`);
  return stored.code;
}
