import { expect } from "chai";
import { reproduce } from "../../../src/index.ts";
import { releaseOfRun } from "../../helpers/releases.ts";
import { onEveryKind } from "./onEveryKind.ts";

/** Every trouble of docs/troubleshooting.md is so, is told, and ends by the remedy that is given. */
describe("reproduce", () => {
  onEveryKind((scenario, kind, harness) => {
    it(`plays ${scenario.id}`, async () => {
      const { problems, costs = [] } = await reproduce(harness(), scenario, { kind });
      expect(problems).to.deep.equal([]);
      if (kind !== "safe7579" || releaseOfRun() !== "beta") return;
      for (const [index, { way, gas }] of costs.entries()) {
        const said = (scenario.ways?.[index]?.thousands ?? 0) * 1000;
        expect(Number(gas), way).to.be.closeTo(said, said / 100);
      }
    });
  });
});
