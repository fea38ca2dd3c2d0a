import type { Address } from "viem";
import type { TargetName } from "../../deployments/deploymentsSchema.ts";
import type { ProblemKind } from "../../errors/InvalidInputError.ts";
import type { AddressWord, KnownAddresses } from "../../session/addressWords.ts";
import type { Permission } from "../../session/Permission.ts";
import type { ParsedPermission } from "../../session/parsePermission.ts";
import type { World } from "../../world/World.ts";
import type { LintRule, LintSeverity } from "../LintResult.ts";
import type { TargetCode } from "./readTarget.ts";

/** A session, as the rules look at it. */
export interface Subject {
  readonly name: string;
  /** Where it is: `sessions[2]`. */
  readonly path: string;
  /** What it grants, a preset's fields included. */
  readonly given: Permission;
  readonly permission: ParsedPermission;
  /** The key's address; undefined in a file, where each session is given a fresh one when it is created. */
  readonly key: Address | undefined;
  /** The contract that may be called, or which deployed one. */
  readonly target: Address | TargetName;
  /** How many sessions the entry makes. */
  readonly count: number;
  /** Its argument rules that are held to words of which is not known what they stand for: another address stands in. */
  readonly unknown: ReadonlyMap<number, AddressWord>;
  /** Its fields that were refused: what stands in their place here means nothing. */
  readonly lost: ReadonlySet<string>;
  /** Rules that are switched off for it, each with the reason. */
  readonly off: Readonly<Record<string, string>>;
}

/** What a rule may look at beside the session. */
export interface LintContext {
  /** Unix seconds. */
  readonly now: bigint;
  /** All that are linted together, in their order. */
  readonly subjects: readonly Subject[];
  readonly world: World | undefined;
  /** The account that the sessions are for. */
  readonly account?: Address | undefined;
  /** Where deployed targets stand; undefined where nobody says. */
  readonly targets?: KnownAddresses["targets"];
  /** Where a session's target stands; undefined where that is not known. */
  targetOf(subject: Subject): Address | undefined;
  /** The code that stands at an address; it is asked for once. */
  codeOf(world: World, address: Address): Promise<TargetCode>;
}

/** What a rule has found. */
export interface Found {
  /** The field, from the session on: `argumentRules[0].value`; undefined: the session as a whole. */
  readonly field?: string | undefined;
  /** What was found, in a sentence that goes on after the session's name. */
  readonly message: string;
  /** Default: the rule's. */
  readonly severity?: LintSeverity;
  /** Default: the rule's. */
  readonly remedy?: string;
}

/** A rule, and how it is looked for. */
export interface Rule extends LintRule {
  /** Which mistakes, that reading refuses, are this rule's to explain. */
  readonly explains?: ProblemKind;
  /** Whether no session is created that it finds something about: then it cannot be switched off. */
  readonly refused?: true;
  /** Looks at one session. */
  check?(subject: Subject, context: LintContext): readonly Found[] | Promise<readonly Found[]>;
}
