import type { Rule } from "../../src/index.ts";

/** What drawn walks came to. */
export class Tally {
  /** How many operations the sessions made. */
  operations = 0;
  readonly #met = new Map<Rule, { kept: number; broken: number }>();

  /** How often a rule was kept, to its bound where it has one, and how often it was broken. */
  of(rule: Rule): { kept: number; broken: number } {
    const count = this.#met.get(rule) ?? { kept: 0, broken: 0 };
    this.#met.set(rule, count);
    return count;
  }
}
