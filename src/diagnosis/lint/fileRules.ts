import type { Rule } from "./Rule.ts";

/** About the file itself, and what it switches off; `lint` looks for these. */
export const fileRules = {
  duplicateField: {
    id: "duplicate-field",
    severity: "error",
    finds: "a field that stands twice",
    reason:
      "JSON's readers take the last one without a word: the limit that a reviewer read may be the other.",
    remedy: "Keep the one that is meant.",
  },
  unusedOff: {
    id: "unused-off",
    severity: "note",
    finds: "a rule that is switched off and finds nothing",
    reason: "It would hide what the rule finds one day, for a reason that holds no more.",
    remedy: "Take it out of lint.off.",
  },
} as const satisfies Readonly<Record<string, Rule>>;
