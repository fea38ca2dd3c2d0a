import { expect } from "chai";
import { diagnose, type Harness, scenarios } from "../../../src/index.ts";
import type { Attempt } from "../../../src/scenarios/troubleshooting/Attempt.ts";
import { playAttempt } from "../../../src/scenarios/troubleshooting/playAttempt.ts";
import { setStage } from "../../../src/scenarios/troubleshooting/stage.ts";
import { onEveryKind } from "./onEveryKind.ts";

/** The planted faults: what is wrong is found before it is sent, and nothing is found once it is mended. */
describe("diagnose, on the troubleshooting catalogue", () => {
  it("has a check for every trouble of execution", () => {
    const without = scenarios.filter(({ group, diagnosis }) => group === "execution" && !diagnosis?.doctor);
    expect(without.map(({ id }) => id)).to.deep.equal([]);
  });

  const amiss = async ({ world }: Harness, { patient }: Attempt) => {
    if (!patient) return expect.fail("there is nothing to look at");
    const { findings } = await diagnose(world, patient);
    return findings.filter(({ level }) => level !== "ok");
  };

  onEveryKind((scenario, kind, harness) => {
    const { id, diagnosis: { doctor } = {} } = scenario;
    if (doctor === undefined) return;

    it(`finds by ${doctor} what is wrong in ${id}, and is silent once it is mended`, async () => {
      const played = await scenario.play(await setStage(harness(), kind));
      if ("costs" in played || "make" in played.attempt) return expect.fail("nothing is sent");
      const { attempt } = played;
      const found = await amiss(harness(), attempt);
      expect(found.map((finding) => finding.id)).to.include(doctor);
      for (const { remedy } of found) expect(remedy).to.match(/\w/);
      expect((await playAttempt(harness(), attempt)).ok).to.equal(true);
      const mended = await played.mend();
      if (mended.expected.status === "accepted" && mended.patient) {
        expect(await amiss(harness(), mended)).to.deep.equal([]);
      }
    });
  });
});
