import { type AccountKind, accountKinds, InvalidInputError } from "../../src/index.ts";

/**
 * Reads a kind of account, as `--account` is given it.
 *
 * @param kind What was given.
 * @returns The kind.
 * @throws InvalidInputError where it is none.
 */
export function parseKind(kind: string): AccountKind {
  if (accountKinds.includes(kind as AccountKind)) return kind as AccountKind;
  throw new InvalidInputError([
    {
      field: "account",
      value: kind,
      problem: "is not a kind of account",
      remedy: `Give one of: ${accountKinds.join(", ")}.`,
    },
  ]);
}
