import type { Address, Hex, PublicClient } from "viem";
import type { Rule } from "../../refusal/Refusal.ts";
import type { PolicyData } from "../../world/Release.ts";
import type { Enforcement } from "../Enforcement.ts";
import type { ParsedPermission } from "../parsePermission.ts";

/** What a policy judges: each user operation, or each call of an action. */
export type PolicyRole = "userOp" | "action";

/** Where a policy keeps a session's state: the config it is asked with, by whom, for whom. */
export interface PolicyStateKey {
  readonly client: PublicClient;
  readonly configId: Hex;
  /** SmartSession, which asks the policy. */
  readonly multiplexer: Address;
  readonly account: Address;
  /** The target of the action, where the policy judges one and it is known. */
  readonly target?: Address | undefined;
}

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
}
