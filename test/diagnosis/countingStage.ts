import type { Call, Patient, Permission } from "../../src/index.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { increment } from "../helpers/counter.ts";
import { fixture } from "../helpers/fixture.ts";
import { expectIlls, expectRule, type Ills } from "./examined.ts";

/** A scene whose account hides errors, where the doctor tells more than a refusal does. */
export const scene = fixture(buildFastSceneByHand("safe7579"));

/**
 * A session that counts, and its patient.
 *
 * @param limits What it is held to. Default: nothing.
 * @returns The scene, with the session.
 */
export async function counting(limits: Partial<Permission> = {}) {
  const built = await scene();
  const { world, account, key, counter, harness, enable } = built;
  const session = await enable(limits);
  const calls: readonly Call[] = [counter.call(increment)];
  const patient: Patient = { account, session, key, calls };
  return {
    ...built,
    session,
    calls,
    patient,
    /** Holds what is found, and that a use is refused for the same rule. */
    expectRefusal: async (ills: Ills, rule: string, made = calls) => {
      const found = await expectIlls(world, { ...patient, calls: made }, ills);
      expectRule(await harness.use({ account, session, key, calls: made }), rule);
      return found;
    },
  };
}
