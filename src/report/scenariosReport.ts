import type { Scenario, ScenarioGroup } from "../scenarios/reproduce.ts";

/** The groups in their order, with what a user would call them. */
export const scenarioGroups: Readonly<Record<ScenarioGroup, string>> = {
  creation: "Creating a session fails",
  execution: "A use is refused, or has no effect",
  cost: "It costs too much",
};

/**
 * The troubleshooting catalogue, a line each.
 *
 * @param scenarios The scenarios.
 * @returns Text, without a line break at the end.
 */
export function scenariosReport(scenarios: readonly Scenario[]): string {
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  const groups = Object.entries(scenarioGroups).map(([group, heading]) =>
    [
      heading,
      ...scenarios
        .filter((one) => one.group === group)
        .map(
          ({ id, title, release }) =>
            `  ${id.padEnd(width)}  ${title}${release ? ` (${release} alone)` : ""}`,
        ),
    ].join("\n"),
  );
  return [...groups, "Play one: ./harness sessions reproduce NAME"].join("\n\n");
}
