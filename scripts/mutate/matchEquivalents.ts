import type { Equivalent } from "./equivalent.ts";
import { EquivalentsError } from "./errors.ts";
import type { Mutant } from "./findMutants.ts";

/**
 * Looks up why mutants are equivalent.
 *
 * @param mutants All mutants there are.
 * @param equivalents The list.
 * @returns The reasons, by the mutants' ids.
 * @throws EquivalentsError naming each entry that no mutant matches, or that stands there twice.
 */
export function matchEquivalents(
  mutants: readonly Mutant[],
  equivalents: readonly Equivalent[],
): ReadonlyMap<string, string> {
  const idOf = new Map(mutants.map(({ place, id }) => [place, id]));
  const reasons = new Map<string, string>();
  const problems: string[] = [];
  for (const { mutant, reason } of equivalents) {
    const id = idOf.get(mutant);
    if (id === undefined) problems.push(`no such mutant: ${mutant}`);
    else if (reasons.has(id)) problems.push(`twice: ${mutant}`);
    else reasons.set(id, reason);
  }
  if (problems.length > 0) throw new EquivalentsError(problems);
  return reasons;
}
