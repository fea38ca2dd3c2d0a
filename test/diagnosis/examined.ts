import { expect } from "chai";
import {
  chainTime,
  diagnose,
  type Finding,
  type Outcome,
  type Patient,
  type World,
} from "../../src/index.ts";

/** What is not well: `failure` or `warning`, and the rule where an operation is refused for one. */
export type Ills = Readonly<Partial<Record<Finding["id"], string>>>;

/**
 * Diagnoses. Our clock is the chain's, which a test's fixture puts back, unless another is given.
 *
 * @param world Where.
 * @param patient Who.
 * @returns All findings.
 */
export async function findingsOf(world: World, patient: Patient): Promise<readonly Finding[]> {
  const now = await chainTime(world);
  return (await diagnose(world, { clock: () => now, ...patient })).findings;
}

/**
 * Holds that these checks find something, and all others nothing.
 *
 * @param world Where.
 * @param patient Who.
 * @param ills What is to be found.
 * @returns The findings that are not well.
 */
export async function expectIlls(world: World, patient: Patient, ills: Ills): Promise<readonly Finding[]> {
  const findings = await findingsOf(world, patient);
  const ill = findings.filter(({ level }) => level !== "ok");
  const found = ill.map(({ id, level, rule }) => [id, rule === undefined ? level : `${level} ${rule}`]);
  const said = ill.map(({ id, finding }) => `${id}: ${finding}`).join("\n");
  expect(Object.fromEntries(found), said).to.deep.equal(ills);
  for (const { finding, remedy } of ill) {
    expect(finding).to.match(/^[A-Z0-9].*\.$/s);
    expect(remedy, finding).to.match(/\w+ .+\.$/);
  }
  return ill;
}

/**
 * Holds that what was sent all the same was refused for the rule that was found.
 *
 * @param outcome What became of it.
 * @param rule The rule.
 */
export function expectRule(outcome: Outcome, rule: string): void {
  expect(outcome.status === "rejected" && outcome.refusal.rule, "the rule that it is refused for").to.equal(
    rule,
  );
}
