import { costScenarios } from "./costs.ts";
import { meansScenarios } from "./creation/means.ts";
import { moduleScenarios } from "./creation/module.ts";
import { policyScenarios } from "./creation/policies.ts";
import { targetScenarios } from "./creation/targets.ts";
import { timeInputScenarios } from "./creation/times.ts";
import { lifeScenarios } from "./execution/life.ts";
import { limitScenarios } from "./execution/limits.ts";
import { payingScenarios } from "./execution/paying.ts";
import { scopeScenarios } from "./execution/scope.ts";
import { signingScenarios } from "./execution/signing.ts";
import { timeScenarios } from "./execution/time.ts";
import type { Scenario } from "./Scenario.ts";

/** Every scenario: creation, execution, cost. */
export const scenarios: readonly Scenario[] = [
  ...targetScenarios,
  ...timeInputScenarios,
  ...meansScenarios,
  ...moduleScenarios,
  ...policyScenarios,
  ...timeScenarios,
  ...limitScenarios,
  ...scopeScenarios,
  ...signingScenarios,
  ...lifeScenarios,
  ...payingScenarios,
  ...costScenarios,
];
