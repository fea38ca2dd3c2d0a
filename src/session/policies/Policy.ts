import type { Address, Hex, PublicClient } from "viem";
import type { Rule } from "../../refusal/Refusal.ts";
import type { PolicyData } from "../../world/Release.ts";

/** Where a policy keeps a session's state: the config it is asked with, by whom, for whom. */
export interface PolicyStateKey {
  readonly client: PublicClient;
  readonly configId: Hex;
  /** SmartSession, which asks the policy. */
  readonly multiplexer: Address;
  readonly account: Address;
}

/** An on-chain policy: what it is called, what it enforces, and how it is spoken to. */
export interface Policy<Config, State> {
  readonly name: string;
  readonly address: Address;
  /** The rule of a permission that it enforces. */
  readonly rule: Rule;
  /** The policy configured, as SmartSession wants it. */
  encode(config: Config): PolicyData;
  /** What init data configures. */
  decode(initData: Hex): Config;
  /** What the chain holds for a session. */
  readState(key: PolicyStateKey): Promise<State>;
}
