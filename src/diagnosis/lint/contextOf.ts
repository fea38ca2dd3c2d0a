import { type Address, getAddress, isAddress } from "viem";
import type { LintUnchecked } from "../LintResult.ts";
import type { LintContext, Subject } from "./Rule.ts";
import { readTarget, type TargetCode } from "./readTarget.ts";
import { rules } from "./rules.ts";

/** What is looked at beside the sessions. */
export type Surroundings = Pick<LintContext, "world" | "account" | "now"> & {
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

/**
 * Says what is not looked at.
 *
 * @param context What may be looked at.
 * @returns Which rules, of which sessions, and why.
 */
export function uncheckedOf({ world, account, subjects, targetOf }: LintContext): readonly LintUnchecked[] {
  const unchecked: LintUnchecked[] = [];
  if (!world) unchecked.push({ rules: needing("chain"), session: undefined, why: "no chain was asked" });
  if (!account)
    unchecked.push({ rules: needing("account"), session: undefined, why: "no account was named" });
  for (const subject of subjects) {
    if (targetOf(subject) !== undefined || !(world || account)) continue;
    const ofTarget = [...(world ? needing("chain") : []), ...(account ? needing("account") : [])];
    const why = subject.lost.has("target")
      ? "its target is refused"
      : `where ${subject.target} stands is not known`;
    unchecked.push({ rules: ofTarget, session: subject.name, why });
  }
  return unchecked;
}
