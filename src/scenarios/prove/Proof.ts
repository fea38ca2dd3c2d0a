import type { Address } from "viem";
import type { TargetName } from "../../deployments/deploymentsSchema.ts";
import type { Outcome } from "../../refusal/Outcome.ts";
import type { Layer, Rule } from "../../refusal/Refusal.ts";
import type { Enforcement } from "../../session/Enforcement.ts";

/**
 * How a row ended. What was to be permitted: `permitted`, `targetRefused` (the session permits it, the target itself
 * refuses), `useRefused` (by the session, or an example of the file's own by its target). What was to be refused: `refused`, `refusedOtherwise` (for another rule, or by another layer),
 * `letThrough`, `notAttacked` (it cannot be done here, see the row's note).
 */
export type Verdict =
  | "permitted"
  | "targetRefused"
  | "useRefused"
  | "refused"
  | "refusedOtherwise"
  | "letThrough"
  | "notAttacked";

/** Who has to refuse an attack, and for which rule of the permission. */
export interface ExpectedRefusal {
  readonly layer: Layer;
  readonly rule: Rule;
}

/** One use of a session, or one attack on it, as it went. */
export interface ProofRow {
  /** The field of the permission that is attacked; `use` for the use that has to be permitted. */
  readonly field: Enforcement["field"] | "use";
  /** What the statement of enforcement says that the field's bound is. */
  readonly bound: string | bigint | null;
  /** What was done. */
  readonly attack: string;
  /** Who has to refuse it; undefined where it has to be permitted. */
  readonly expected?: ExpectedRefusal;
  /** What became of the operation; undefined where none was sent. */
  readonly outcome?: Outcome;
  readonly verdict: Verdict;
  /** What else there is to know, in a sentence. */
  readonly note?: string;
}

/** What a permission's target is in the proof. */
export interface ProvedTarget {
  readonly address: Address;
  /**
   * `chain`: it stands there and was used as it is. `preset`: a contract of this repository. `artifact`: its build
   * artifact's constructor was run at its address. `standIn`: a contract that accepts everything stands in its place.
   */
  readonly origin: "chain" | "preset" | "artifact" | "standIn";
  /** Why it is a stand-in. */
  readonly note?: string;
}

/** A preset's target, by its name, that argument rules hold arguments to. */
export interface ProvedWord extends Pick<ProvedTarget, "address"> {
  readonly word: TargetName;
  /** `chain`: it stands there, as it was deployed. `preset`: it was put there for the proof. */
  readonly origin: "chain" | "preset";
}

/** A permission, and what became of its use and of the attacks on it. */
export interface ProvedPermission {
  /** The session's name; of an entry with a `count`, the first one's: they are alike. */
  readonly name: string;
  /** How many sessions of the file are so. */
  readonly sessions: number;
  /** Where in the file: `sessions[2]`. */
  readonly path: string;
  readonly target: ProvedTarget;
  /** The presets' targets that its argument rules name. */
  readonly words: readonly ProvedWord[];
  readonly rows: readonly ProofRow[];
  /** Fields that nothing limits, as the statement of enforcement has them. */
  readonly unlimited: readonly Pick<Enforcement, "field" | "statement">[];
}

/** Whether a row shows that the permission does not do what it says. */
export const isFailure = ({ verdict }: Pick<ProofRow, "verdict">): boolean =>
  verdict === "useRefused" || verdict === "letThrough" || verdict === "refusedOtherwise";
