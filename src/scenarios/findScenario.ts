import { ScenarioNotFoundError } from "../errors/scenarios.ts";
import { scenarios } from "./troubleshooting/catalogue.ts";
import type { Scenario } from "./troubleshooting/Scenario.ts";

export { scenarios } from "./troubleshooting/catalogue.ts";

/**
 * Finds a scenario of the troubleshooting catalogue.
 *
 * @param id What it is called by.
 * @returns The scenario.
 * @throws ScenarioNotFoundError naming those that come near.
 */
export function findScenario(id: string): Scenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found) return found;
  const words = id
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word.length > 2);
  const near = scenarios.filter((one) => words.some((word) => one.id.includes(word)));
  throw new ScenarioNotFoundError({ id, near: near.map((one) => one.id) });
}
