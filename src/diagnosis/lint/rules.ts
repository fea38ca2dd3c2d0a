import { argumentRules } from "./argumentRules.ts";
import { batchRules } from "./batchRules.ts";
import { chainRules } from "./chainRules.ts";
import { fileRules } from "./fileRules.ts";
import { limitRules } from "./limitRules.ts";
import type { Rule } from "./Rule.ts";
import { targetRules } from "./targetRules.ts";
import { timeRules } from "./timeRules.ts";
import { tokenRules } from "./tokenRules.ts";
import { wordRules } from "./wordRules.ts";

/** Every rule, in the order in which findings of one place are told. */
export const rules: readonly Rule[] = [
  ...timeRules,
  ...limitRules,
  ...tokenRules,
  ...targetRules,
  ...argumentRules,
  ...batchRules,
  ...chainRules,
  ...wordRules,
  ...Object.values(fileRules),
];
