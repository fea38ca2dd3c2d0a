import { expect } from "chai";
import type { ReleaseName } from "../../src/index.ts";
import { buildSceneByHand, type SceneByHand } from "../helpers/byHand.ts";
import { fixture } from "../helpers/fixture.ts";
import { localChain } from "../helpers/freshChain.ts";
import { leaveOutOnAnvil } from "../helpers/leaveOutOnAnvil.ts";
import { needsV1 } from "../helpers/releases.ts";
import { type Finding, type FindingId, findings, type Result } from "./findings.ts";

const releases: readonly ReleaseName[] = ["v1", "beta"];
/** One chain for each release, put back before each test. */
const scenes = {
  v1: fixture(buildSceneByHand("nexus", "v1")),
  beta: fixture(buildSceneByHand("nexus", "beta"), localChain),
};

/** What a test of a finding is given. */
export type FindingScene = SceneByHand & { readonly release: ReleaseName };

/** Declares the test of a finding, on each release that the catalogue has a result for. */
export type DeclareFinding = (
  id: FindingId,
  test: (scene: FindingScene) => Promise<Result>,
  /** What anvil lacks that the test needs. */
  notOnAnvil?: string,
) => void;

/**
 * Declares the tests of the findings about one subject, on SmartSession v1 and on the beta. A test shows what a
 * release does and says what that comes to; the catalogue has to say the same.
 *
 * @param subject What the findings are about.
 * @param declare Declares them, each by its id.
 */
export function auditRoom(subject: string, declare: (finding: DeclareFinding) => void): void {
  for (const release of releases) {
    describe(`what the audits found about ${subject}, on SmartSession ${release}`, () => {
      if (release === "v1") needsV1(`what the audits found about ${subject}, on SmartSession v1`);
      declare((id, test, notOnAnvil) => {
        const found: Finding | undefined = findings.find((one) => one.id === id);
        if (!found?.results) throw new Error(`the catalogue holds no ${id} that is tested`);
        const result = found.results[release];
        if (result === undefined) return;
        it(`${id}: ${found.title} (${result})`, async function () {
          if (notOnAnvil) leaveOutOnAnvil(this, `${id} of the audits' findings`, notOnAnvil);
          expect(await test({ ...(await scenes[release]()), release }), "the catalogue's result").to.equal(
            result,
          );
        });
      });
    });
  }
}
