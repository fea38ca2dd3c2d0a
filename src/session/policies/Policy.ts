import type { Address, Hex, PublicClient } from "viem";
import type { Rule } from "../../refusal/Refusal.ts";
import type { Call } from "../../world/Call.ts";
import type { PolicyData } from "../../world/Release.ts";
import type { Enforcement } from "../Enforcement.ts";
import type { ParsedPermission } from "../parsePermission.ts";

/** What a policy judges: each user operation, or each call of an action. */
export type PolicyRole = "userOp" | "action";

/** What a policy tells sessions by: the config it is asked with, by whom, for whom. */
export interface PolicyKey {
  readonly configId: Hex;
  /** SmartSession, which asks the policy. */
  readonly multiplexer: Address;
  readonly account: Address;
}

/** Where a policy keeps a session's state. */
export interface PolicyStateKey extends PolicyKey {
  readonly client: PublicClient;
  /** The target of the action, where the policy judges one and it is known. */
  readonly target?: Address | undefined;
}

/** A call as policies see it. */
export type PlainCall = Readonly<Required<Pick<Call, "to" | "value" | "data">>>;

/** What an operation's call data has the account do (ERC-7579). */
export interface Execution {
  /** `execute`'s mode: `0x00` one call, `0x01` a batch, others; undefined where another function is called. */
  readonly callType: Hex | undefined;
  readonly calls: readonly PlainCall[];
}

/** What SmartSession asks a policy: about a call, where it judges an action, or about a whole operation. */
export type PolicyQuestion = PolicyKey &
  (
    | { readonly role: "action"; readonly call: PlainCall }
    | { readonly role: "userOp"; readonly execution: Execution }
  );

/** What a policy would answer. */
export type PolicyAnswer<State> =
  | {
      readonly passes: true;
      /** What it would hold from then on. */
      readonly state: State;
      /** When it lets pass, in Unix seconds, both included; 0 for no end. Default: at any time. */
      readonly frame?: { readonly validAfter: bigint; readonly validUntil: bigint };
    }
  | {
      readonly passes: false;
      /** Its error; `PolicyViolation` where it just says no. */
      readonly code: string;
      readonly args: Readonly<Record<string, unknown>>;
    };

/** A policy's part in a session: configured, in its role, for the fields that it enforces. */
export interface PolicyPart {
  readonly role: PolicyRole;
  readonly data: PolicyData;
  readonly enforces: readonly Enforcement[];
}

/** An on-chain policy: what it is called, what it enforces, and how it is spoken to. */
export interface Policy<Config, State> {
  readonly name: string;
  readonly address: Address;
  /** What it can judge: SmartSession refuses to enable it in another role (UnsupportedPolicy). */
  readonly roles: readonly (PolicyRole | "erc1271")[];
  /** What of a permission it enforces; nothing where the permission does not ask for it. */
  compile(permission: ParsedPermission): readonly PolicyPart[];
  /** The rule of a permission that it refuses for by an error (`PolicyViolation` where it just says no). */
  rule(code: string, role: PolicyRole): Rule | undefined;
  /** The policy configured, as SmartSession wants it. */
  encode(config: Config): PolicyData;
  /** What init data configures. */
  decode(initData: Hex): Config;
  /** What the chain holds for a session. */
  readState(key: PolicyStateKey): Promise<State>;
  /**
   * What enabling it with init data would come to: the state that it begins with, or its refusal; undefined where that
   * is not known.
   */
  predictEnable(
    initData: Hex,
    key: PolicyKey & { readonly target?: Address | undefined },
  ): PolicyAnswer<State> | undefined;
  /** What it would answer, from a state; undefined where that is not known. */
  predict(state: State, question: PolicyQuestion): PolicyAnswer<State> | undefined;
  /**
   * Why it would say no, in figures: what is used of which limit, and what is asked of it. Undefined where there are
   * none.
   */
  figures?(state: State, question: PolicyQuestion): string | undefined;
}
