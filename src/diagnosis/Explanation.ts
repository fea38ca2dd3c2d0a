import type { Address, Hex } from "viem";
import type { Layer, Rule } from "../refusal/Refusal.ts";

/** What was recognised in what was given. */
export type ExplainedInput =
  | "revert data"
  | "bundler error"
  | "error text"
  /** A hash: a transaction's, or a user operation's. */
  | "transaction"
  | "user operation"
  | "user operation receipt"
  /** What a command of this harness printed with `--json`. */
  | "outcome"
  | "nothing known";

/** What one layer said, as far as it can be told. */
export interface ExplainedLayer {
  /** `unknown` where the error alone does not tell who raised it. */
  readonly layer: Layer | "unknown";
  /** The error's name, an AA code of EntryPoint, a bundler's JSON-RPC code, or a selector that nobody known declares. */
  readonly code: string;
  /** The error's arguments by name, decoded. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Who said it, where that is known. */
  readonly address?: Address;
  readonly data?: Hex;
  /** Which of the known contracts declare the error. */
  readonly declaredBy: readonly string[];
  /** What it means, in a sentence. */
  readonly meaning: string;
  /** What was cut off on the way, and so is unknown. */
  readonly lost?: string;
  /** Whether it stood in what was given, or the chain was asked. */
  readonly known: "given" | "asked";
}

/** Why it may have been refused. */
export interface Cause {
  /** The rule that was broken; see {@link Rule}. */
  readonly rule: Rule;
  /** Why, in a sentence; with the session's figures where the chain told them. */
  readonly cause: string;
  /** What to do about it, in a sentence. */
  readonly remedy: string;
  /** `certain` where the layers or the chain tell; `possible` where other causes would look the same. */
  readonly certainty: "certain" | "possible";
}

/** What is known of a refusal: never more than that. */
export interface Explanation {
  readonly input: ExplainedInput;
  /**
   * `refused`: before it was mined. `undone`: it was mined, its calls were not. `accepted`: it took effect.
   * `pending`: it was sent and is not mined. `unknown`: what was given does not tell.
   */
  readonly verdict: "refused" | "undone" | "accepted" | "pending" | "unknown";
  /**
   * The block on whose state the operation was played, where nothing else is known of it: it is not mined, and the verdict
   * is what would become of it now. Undefined where it tells what was.
   */
  readonly playedAt?: bigint;
  /** From outside in. */
  readonly layers: readonly ExplainedLayer[];
  /** The likeliest first; none where nothing is known. */
  readonly causes: readonly Cause[];
  /** What was found on the way, a sentence each: whose operation it is, where it was mined. */
  readonly found: readonly string[];
  /** What could not be told, and what would tell it; a sentence each. */
  readonly unknown: readonly string[];
}
