import { type Hex, toFunctionSelector } from "viem";

/**
 * What is known of functions, by their selectors.
 *
 * @param signatures What is known, by signature.
 * @returns The same, by selector.
 */
export const bySelector = <Known>(signatures: Readonly<Record<string, Known>>): ReadonlyMap<Hex, Known> =>
  new Map(Object.entries(signatures).map(([signature, known]) => [toFunctionSelector(signature), known]));
