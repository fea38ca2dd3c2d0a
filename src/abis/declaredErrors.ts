import { type Hex, toFunctionSelector } from "viem";
import { type AbiError, type ErrorSource, errorSources } from "./errorSources.ts";

/** An error, and a contract that declares it. */
export interface DeclaredError extends Pick<ErrorSource, "contract" | "layers"> {
  readonly error: AbiError;
}

/**
 * An error's selector.
 *
 * @param error As an ABI has it.
 * @returns 4 bytes.
 */
export const errorSelector = (error: AbiError): Hex =>
  toFunctionSelector({ ...error, type: "function", outputs: [], stateMutability: "view" });

let bySelector: ReadonlyMap<string, readonly DeclaredError[]> | undefined;
let byName: ReadonlyMap<string, readonly DeclaredError[]> | undefined;

/**
 * Who declares an error.
 *
 * @param selector The first 4 bytes of the revert data.
 * @returns The error as each contract declares it; none where nobody known does. See {@link errorSources}.
 */
export function errorsBySelector(selector: string): readonly DeclaredError[] {
  bySelector ??= group(errorSelector);
  return bySelector.get(selector.toLowerCase()) ?? [];
}

/**
 * Who declares an error of a name.
 *
 * @param name The name, without arguments.
 * @returns The errors of that name, as each contract declares them.
 */
export function errorsByName(name: string): readonly DeclaredError[] {
  byName ??= group(({ name: own }) => own);
  return byName.get(name) ?? [];
}

function group(keyOf: (error: AbiError) => string): ReadonlyMap<string, readonly DeclaredError[]> {
  const groups = new Map<string, DeclaredError[]>();
  for (const { contract, layers, errors } of errorSources()) {
    for (const error of errors) {
      const key = keyOf(error);
      groups.set(key, [...(groups.get(key) ?? []), { contract, layers, error }]);
    }
  }
  return groups;
}
