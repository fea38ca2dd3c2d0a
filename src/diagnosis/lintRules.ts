import type { LintRule } from "./LintResult.ts";
import { rules } from "./lint/rules.ts";

/** Every rule of {@link lint}, as it is told of. */
export const lintRules: readonly LintRule[] = rules.map(
  ({ explains: _, refused: __, check: ___, ...rule }) => rule,
);
