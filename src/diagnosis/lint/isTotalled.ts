import type { Subject } from "./Rule.ts";

const wordSize = 32n;

/**
 * Whether a session's rules add up an argument behind another one, as they would the amount behind who gets it.
 *
 * @param subject The session.
 * @param index The position of the argument before.
 * @returns Whether they do.
 */
export const isTotalled = ({ permission }: Subject, index: number): boolean =>
  permission.argumentRules.some(({ comparisons }) =>
    comparisons.some(({ offset, maxTotal }) => maxTotal !== undefined && offset > BigInt(index) * wordSize),
  );
