import { expect } from "chai";
import { diagnose } from "../../../src/diagnosis/diagnose.ts";
import { accountKinds, createHarness, type Harness } from "../../../src/index.ts";
import { scenarios } from "../../../src/scenarios/findScenario.ts";
import { playAttempt } from "../../../src/scenarios/troubleshooting/playAttempt.ts";
import { setStage } from "../../../src/scenarios/troubleshooting/stage.ts";
import { freshChain } from "../../helpers/freshChain.ts";
import { needsKind } from "../../helpers/kinds.ts";
import { releaseOfRun } from "../../helpers/releases.ts";

/** The planted faults: each execution scenario's is found before it is sent, and nothing is found once it is mended. */
describe("diagnose, on the troubleshooting catalogue", () => {
  for (const kind of accountKinds) {
    describe(`on ${kind}`, () => {
      needsKind(kind);
      let harness: Harness;
      before(async () => {
        harness = await createHarness({ provider: await freshChain() });
      });

      for (const scenario of scenarios) {
        const { id, release, notOn = [], diagnosis: { doctor } = {} } = scenario;
        if (doctor === undefined || notOn.includes(kind)) continue;
        if (release !== undefined && release !== releaseOfRun()) continue;

        it(`finds by ${doctor} what is wrong in ${id}, and is silent once it is mended`, async () => {
          const played = await scenario.play(await setStage(harness, kind));
          if ("costs" in played || "make" in played.attempt) return expect.fail("nothing is sent");
          const { world } = harness;
          const sick = await diagnose(world, played.attempt.patient as never);
          const found = sick.findings.filter(({ level }) => level !== "ok");
          expect(
            found.map((f) => f.id),
            JSON.stringify(found),
          ).to.include(doctor);
          await playAttempt(harness, played.attempt);
          const mended = await played.mend();
          if (mended.expected.status !== "accepted" || !mended.patient) return;
          const healthy = await diagnose(world, mended.patient);
          expect(healthy.findings.filter(({ level }) => level !== "ok")).to.deep.equal([]);
          if (process.env.V)
            console.log(
              id,
              found.map((f) => f.id + " " + f.level + " " + f.finding),
            );
        });
      }
    });
  }
});
