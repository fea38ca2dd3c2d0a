import type { Subject } from "./Rule.ts";

const wordSize = 32n;

/**
 * Whether a session's rules hold an argument to one value.
 *
 * @param subject The session.
 * @param index The argument's position; those before it are of one word each.
 * @returns Whether they do.
 */
export const isHeldTo = ({ permission }: Subject, index: number): boolean =>
  permission.argumentRules.some(({ comparisons }) =>
    comparisons.some(({ offset, condition }) => offset === BigInt(index) * wordSize && condition === "equal"),
  );
