import type { AccountKind } from "../../account/Account.ts";
import type { CheckId } from "../../diagnosis/Diagnosis.ts";
import type { Accepted } from "../../refusal/Outcome.ts";
import type { Rule } from "../../refusal/Refusal.ts";
import type { Permission } from "../../session/Permission.ts";
import type { ReleaseName } from "../../world/Release.ts";
import type { Attempt, InputAttempt } from "./Attempt.ts";
import type { Stage } from "./stage.ts";

/** What a scenario is about: sessions that do not come about, uses that are refused, or what all of it costs. */
export type ScenarioGroup = "creation" | "execution" | "cost";

/** Trouble that users of sessions have: what they see, why it is so, what helps, and a play that shows all three. */
export interface Scenario {
  /** What it is called by: `expired`. */
  readonly id: string;
  readonly group: ScenarioGroup;
  readonly title: string;
  /** In a user's words. */
  readonly symptom: string;
  readonly cause: string;
  readonly remedy: string;
  /** What tells the cause; absent where nothing is wrong but the bill. */
  readonly diagnosis?: ExpectedDiagnosis;
  /** The release of SmartSession that alone has the trouble. Default: each has it. */
  readonly release?: ReleaseName;
  /** The kinds of account that do not have the trouble. Default: each has it. */
  readonly notOn?: readonly AccountKind[];
  /** Of a scenario about costs: the ways to the same end, the dear one first. */
  readonly ways?: readonly Way[];
  /** Plays it on a stage: up to the attempt that goes wrong, which is given back unsent. */
  play(stage: Stage): Promise<Play>;
}

/** How trouble is told. */
export interface ExpectedDiagnosis {
  /** The rule that is broken; absent where nothing is refused. */
  readonly rule?: Rule;
  /** The check of `diagnose` that finds it before anything is sent. */
  readonly doctor?: CheckId;
  /** The rule of `lint` that finds it in the sessions file. */
  readonly lint?: string;
}

/** What a scenario comes to. */
export type Play = Trouble | Costs;

/** Something goes wrong, and then does not. */
export interface Trouble {
  readonly attempt: Attempt | InputAttempt;
  /** What was written of the session, for `lint`. */
  readonly permission?: Permission;
  /** Does what the remedy says, and gives back the attempt that then ends as it should, unsent. */
  mend(): Promise<Attempt>;
}

/** A way to an end. */
export interface Way {
  /** "five sessions in one operation". */
  readonly way: string;
  /** About what it costs a safe7579 on SmartSession's beta, in thousands of gas: the page says it, and the suite holds it. */
  readonly thousands: number;
}

/** The operations that each of the scenario's ways took, in their order. */
export interface Costs {
  readonly costs: readonly (readonly Accepted[])[];
}
