import type { UserOperation } from "viem/account-abstraction";
import type { Account } from "../../account/Account.ts";
import type { Patient } from "../../diagnosis/Patient.ts";
import type { Layer, Rule } from "../../refusal/Refusal.ts";
import type { Call } from "../../world/Call.ts";

/** An operation that is signed and not sent, and how it should end. */
export interface Attempt {
  /** What it is, in a few words: "increment() by the session". */
  readonly what: string;
  readonly account: Account;
  readonly operation: UserOperation<"0.7">;
  /** What it calls, with the ABIs that name errors. */
  readonly calls: readonly Call[];
  readonly expected: ExpectedEnd;
  /** What it is for, as a number that the chain holds. */
  readonly effect: Effect;
  /** What `diagnose` is told before it is sent; absent where it has nothing to look at. */
  readonly patient?: Patient;
}

/** How an operation should end; `code` is that of the innermost layer. */
export type ExpectedEnd =
  | { readonly status: "accepted" }
  | {
      readonly status: "refused" | "undone";
      readonly layer: Layer;
      readonly code: string;
      readonly rule: Rule;
    };

/** A number that the chain holds, and whether the operation should change it. */
export interface Effect {
  /** "the account's count". */
  readonly what: string;
  readonly read: () => Promise<bigint>;
  /** Default: where the operation is accepted. */
  readonly changes?: boolean;
}

/** What is refused before there is an operation. */
export interface InputAttempt {
  readonly what: string;
  /** Throws InvalidInputError. */
  make(): unknown;
  /** The field that the error names. */
  readonly field: string;
}
