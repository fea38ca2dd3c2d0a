import {
  type AccountKind,
  accountKinds,
  createHarness,
  type Harness,
  type Scenario,
  scenarios,
} from "../../../src/index.ts";
import { freshChain } from "../../helpers/freshChain.ts";
import { needsKind } from "../../helpers/kinds.ts";
import { releaseOfRun } from "../../helpers/releases.ts";

/**
 * Declares tests of the scenarios that this run's release has, once for each kind of account that has them. Those of a kind
 * share a chain: each scenario has an account of its own there.
 *
 * @param declare Declares a scenario's tests; the harness is there when they run.
 */
export function onEveryKind(
  declare: (scenario: Scenario, kind: AccountKind, harness: () => Harness) => void,
): void {
  for (const kind of accountKinds) {
    describe(`on ${kind}`, () => {
      needsKind(kind);
      let harness: Harness;
      before(async () => {
        harness = await createHarness({ provider: await freshChain() });
      });
      for (const scenario of scenarios) if (isPlayed(scenario, kind)) declare(scenario, kind, () => harness);
    });
  }
}

/**
 * Tells whether a scenario's trouble is there to be played.
 *
 * @param scenario The scenario.
 * @param kind The account's kind.
 * @returns Whether the run's release and the kind have it.
 */
export const isPlayed = ({ release, notOn = [] }: Scenario, kind: AccountKind): boolean =>
  !notOn.includes(kind) && (release === undefined || release === releaseOfRun());
