import type { Rule } from "../refusal/Refusal.ts";

/** How bad it is. */
export type Level = "ok" | "warning" | "failure";

/** What is looked at. */
export type CheckId =
  | "chain"
  | "entryPoint"
  | "bundler"
  | "canonicalCode"
  | "accountDeployed"
  | "accountFunded"
  | "gasLimits"
  | "moduleInstalled"
  | "sessionEnabled"
  | "granted"
  | "policies"
  | "timeWindow"
  | "clock"
  | "paymaster"
  | "key"
  | "keyFile"
  | "nonce"
  | "signature"
  | "enableSignatures"
  | "calls"
  | "targets"
  | "played";

/** What was found. */
export interface Finding {
  readonly id: CheckId;
  readonly level: Level;
  /** What was found, in a sentence. */
  readonly finding: string;
  /** What to do about it; there is one wherever the level is not `ok`. */
  readonly remedy?: string;
  /** The rule that an operation would be refused for, where it is one. */
  readonly rule?: Rule;
}

/** What was found of an account and its session. */
export interface Diagnosis {
  /** The worst of the findings. */
  readonly level: Level;
  readonly findings: readonly Finding[];
}
