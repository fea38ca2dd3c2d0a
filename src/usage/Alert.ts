import type { Address, Hex } from "viem";
import type { Limit } from "../session/limitsOf.ts";
import type { EnabledPolicy, PolicyType } from "./UsageFact.ts";

/** How much an alert matters. */
export type AlertSeverity = "info" | "warning" | "critical";

/** What of a session is counted against a limit. */
export type CountedThing = "value" | "token" | "calls" | "operations" | "argument";

/** What was found, by the rule that found it. Amounts are in wei, or in the token's smallest unit; times in Unix seconds. */
export type AlertDetails =
  | {
      readonly rule: "unknownSession";
      readonly by: "call" | "first use";
      /** Whose signatures it takes, 20 at most; null where that is not known. */
      readonly keys: readonly Address[] | null;
      /** How many more these are. */
      readonly moreKeys: number;
    }
  | {
      readonly rule: "unknownUse";
      readonly userOpHash: Hex;
      /** Whether the session could be read out of the operation. */
      readonly sessionRead: boolean;
      readonly success: boolean;
      /** What was called, 20 calls at most; null where it could not be read. A plain transfer has no selector. */
      readonly calls:
        | readonly { readonly to: Address; readonly selector: Hex | null; readonly value: bigint }[]
        | null;
      /** How many more calls there were. */
      readonly moreCalls: number;
    }
  | {
      readonly rule: "spending";
      readonly of: CountedThing;
      readonly unit: Limit["unit"];
      readonly share: number;
      readonly used: bigint;
      readonly limit: bigint;
      /** The action that is counted; null where it is the session as a whole. */
      readonly actionId: Hex | null;
    }
  | {
      readonly rule: "rate";
      readonly by: "session" | "account";
      readonly of: "operations" | "value";
      /** Within so many seconds. */
      readonly within: bigint;
      readonly counted: bigint;
      readonly limit: bigint;
      readonly userOpHash: Hex;
    }
  | { readonly rule: "failures"; readonly streak: number; readonly userOpHash: Hex }
  | { readonly rule: "expiring"; readonly validUntil: bigint; readonly within: bigint }
  | {
      readonly rule: "policyChanged";
      readonly change: "policy added" | "policy removed";
      readonly policyType: PolicyType;
      readonly policy: Address;
      /** The policy's name; null where it is none of ours. */
      readonly policyName: string | null;
    }
  | {
      readonly rule: "policyChanged";
      readonly change: "enabled anew";
      /** What it was enabled with, beside what it had, 20 at most: its id does not cover that. */
      readonly policies: readonly (EnabledPolicy & { readonly policyName: string | null })[];
      /** How many more these are. */
      readonly morePolicies: number;
      readonly permitsPaymasters: boolean;
    }
  | { readonly rule: "policyChanged"; readonly change: "action disabled"; readonly actionId: Hex }
  | { readonly rule: "policyChanged"; readonly change: "paymasters permitted" }
  | { readonly rule: "moduleUninstalled" }
  | { readonly rule: "sessionRemoved" };

/** The rules that there are. */
export type AlertRuleKind = AlertDetails["rule"];

/** Something that a rule was to tell. */
export interface Alert {
  /** Made of the rule and of what happened, never of where the chain has it: what is raised once is not raised again. */
  readonly id: Hex;
  readonly rule: AlertRuleKind;
  /** What the rules file calls the rule. */
  readonly name: string;
  readonly severity: AlertSeverity;
  readonly account: Address;
  /** Null where it is about the account as a whole, or the session could not be read. */
  readonly permissionId: Hex | null;
  /** The session's name by this machine's key files. */
  readonly sessionName?: string;
  readonly at: {
    readonly block: bigint;
    /** In Unix seconds. */
    readonly time: bigint;
    readonly transactionHash?: Hex;
  };
  /** In plain words. */
  readonly message: string;
  readonly details: AlertDetails;
}
