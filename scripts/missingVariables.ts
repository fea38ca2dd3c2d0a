import { InvalidInputError } from "../src/index.ts";

/** A variable that has to be set, and is not. */
export interface MissingVariable {
  /** The variable's name. */
  readonly name: string;
  /** What it is for: `the key of who deploys`. */
  readonly what: string;
  /** How it is set, in a sentence. */
  readonly remedy: string;
}

/**
 * Says of every variable that is missing that it is, at once: nobody wants to hear of the second after setting the first.
 *
 * @param missing The variables, at least one.
 * @returns The error to throw.
 * @example
 * ```ts
 * throw missingVariables([{ name: "DEPLOYER_PRIVATE_KEY", what: "the key of who deploys", remedy: "Set it." }]);
 * ```
 */
export function missingVariables([first, ...rest]: readonly [
  MissingVariable,
  ...MissingVariable[],
]): InvalidInputError {
  const toProblem = ({ name, what, remedy }: MissingVariable) => ({
    field: name,
    value: "(nothing)",
    problem: `is not set: ${what}`,
    remedy,
  });
  return new InvalidInputError([toProblem(first), ...rest.map(toProblem)]);
}
