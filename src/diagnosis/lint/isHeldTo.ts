import { offsetOf } from "./offsetOf.ts";
import type { Subject } from "./Rule.ts";

/**
 * Whether a session's rules hold an argument to one value.
 *
 * @param subject The session.
 * @param argument The argument's position; inside structs with dots: `0.3`.
 * @returns Whether they do.
 */
export function isHeldTo(subject: Subject, argument: string): boolean {
  const place = offsetOf(subject, argument);
  return subject.permission.argumentRules.some(({ comparisons }) =>
    comparisons.some(({ offset, condition }) => offset === place && condition === "equal"),
  );
}
