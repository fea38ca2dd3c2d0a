import { expect } from "chai";
import { accountKinds, createHarness, type Harness, reproduce, scenarios } from "../../../src/index.ts";
import { freshChain } from "../../helpers/freshChain.ts";
import { needsKind } from "../../helpers/kinds.ts";
import { releaseOfRun } from "../../helpers/releases.ts";

/** Every trouble of docs/troubleshooting.md is so, is told, and ends by the remedy that is given. */
describe("reproduce", () => {
  for (const kind of accountKinds) {
    describe(`on ${kind}`, () => {
      needsKind(kind);
      let harness: Harness;
      before(async () => {
        harness = await createHarness({ provider: await freshChain() });
      });

      for (const scenario of scenarios) {
        const { id, release, notOn = [] } = scenario;
        if (notOn.includes(kind) || (release !== undefined && release !== releaseOfRun())) continue;
        it(`plays ${id}`, async () => {
          const { problems, costs = [] } = await reproduce(harness, scenario, { kind });
          expect(problems).to.deep.equal([]);
          if (kind !== "safe7579" || releaseOfRun() !== "beta") return;
          for (const [index, { way, gas }] of costs.entries()) {
            const said = (scenario.ways?.[index]?.thousands ?? 0) * 1000;
            expect(Number(gas), way).to.be.closeTo(said, said / 100);
          }
        });
      }
    });
  }
});
