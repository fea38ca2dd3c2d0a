import { type Address, getAddress, isAddress } from "viem";
import { accountWord } from "../../session/addressWords.ts";
import type { LintUnchecked } from "../LintResult.ts";
import type { LintContext, Subject } from "./Rule.ts";
import { readTarget, type TargetCode } from "./readTarget.ts";
import { rules } from "./rules.ts";
import { unknownWordRule } from "./wordRules.ts";

/** What is looked at beside the sessions. */
export type Surroundings = Pick<LintContext, "world" | "account" | "targets" | "now"> & {
  readonly targetOf: ((entry: Pick<Subject, "target">) => Address | undefined) | undefined;
};

/**
 * What rules may look at beside the session.
 *
 * @param subjects The sessions.
 * @param surroundings What was given beside them.
 * @returns The context.
 */
export function contextOf(subjects: readonly Subject[], { targetOf, ...given }: Surroundings): LintContext {
  const codes = new Map<Address, Promise<TargetCode>>();
  return {
    ...given,
    subjects,
    targetOf: ({ lost, target }) => {
      if (lost.has("target")) return undefined;
      return isAddress(target, { strict: false }) ? getAddress(target) : targetOf?.({ target });
    },
    codeOf: (world, address) => {
      const read = codes.get(address) ?? readTarget(world, address);
      codes.set(address, read);
      return read;
    },
  };
}

const needing = (need: "chain" | "account") =>
  rules.filter(({ needs }) => needs === need).map(({ id }) => id);
/** Of the target's address it needs nothing. */
const ofTargets = needing("chain").filter((id) => id !== unknownWordRule);

/**
 * Says what is not looked at.
 *
 * @param context What may be looked at.
 * @returns Which rules, of which sessions, and why.
 */
export function uncheckedOf({
  world,
  account,
  targets,
  subjects,
  targetOf,
}: LintContext): readonly LintUnchecked[] {
  const unchecked: LintUnchecked[] = [];
  if (!world) unchecked.push({ rules: needing("chain"), session: undefined, why: "no chain was asked" });
  if (!account)
    unchecked.push({ rules: needing("account"), session: undefined, why: "no account was named" });
  for (const subject of subjects) {
    const words = [...new Set(subject.unknown.values())].filter((word) => word !== accountWord);
    if (world && !targets && words.length > 0) {
      const why = `where ${words.join(", ")} stands is not known`;
      unchecked.push({ rules: [unknownWordRule], session: subject.name, why });
    }
    if (targetOf(subject) !== undefined || !(world || account)) continue;
    const ofTarget = [...(world ? ofTargets : []), ...(account ? needing("account") : [])];
    const why = subject.lost.has("target")
      ? "its target is refused"
      : `where ${subject.target} stands is not known`;
    unchecked.push({ rules: ofTarget, session: subject.name, why });
  }
  return unchecked;
}
