import type { Refusal } from "../refusal/Refusal.ts";
import type { SessionOnChain } from "./readSession.ts";

/** Why an operation would be refused: in the words of a {@link Refusal}, without those of the layers outside. */
export type PredictedRefusal = Pick<Refusal, "layer" | "code" | "args" | "policy" | "rule">;

/** An operation would be refused. */
export interface PredictedRejection {
  readonly status: "rejected";
  readonly refusal: PredictedRefusal;
  /** What is used of which limit and what is asked of it, in words, where a policy refuses for its figures. */
  readonly figures?: string;
}

/** What would become of an operation is not known here. */
export interface NoPrediction {
  readonly status: "unknown";
  /** What of it is not known: a policy or a validator that is none of ours, call data that cannot be read. */
  readonly because: string;
}

/** What would become of an operation. */
export type Prediction =
  | {
      /** Validation would pass. Whether the target then does what it is asked is the target's business. */
      readonly status: "accepted";
      /** What the chain would hold of the session then: its counters, its nonces. */
      readonly state: SessionOnChain;
    }
  | PredictedRejection
  | NoPrediction;

/** What becomes of an operation that is not accepted, or not known to be. */
export type NotAccepted = PredictedRejection | NoPrediction;
