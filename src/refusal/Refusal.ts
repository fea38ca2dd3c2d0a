import type { Address, Hex } from "viem";

/** Who can refuse a user operation, from outside in. */
export type Layer = "bundler" | "EntryPoint" | "account" | "SmartSession" | "policy" | "target";

/**
 * The rule that a refused operation breaks. The first group are fields of a permission, the second is about
 * the session's life and the operation itself.
 */
export type Rule =
  | "sessionKey"
  | "action"
  | "validAfter"
  | "validUntil"
  | "argumentRules"
  | "maxValue"
  | "maxTotalValue"
  | "spendingLimit"
  | "maxUses"
  | "maxOperations"
  | "permitERC4337Paymaster"
  | "sessionEnabled"
  | "enableSignature"
  | "moduleInstalled"
  | "accountDeployed"
  | "policyConfigured"
  | "signature"
  | "nonce"
  | "funds"
  | "paymaster"
  | "gas"
  | "execution"
  | "unknown";

/** What one layer said. */
export interface RefusalLayer {
  readonly layer: Layer;
  /** The error's name, an AA code of EntryPoint, or a bundler's JSON-RPC code. */
  readonly code: string;
  /** The error's arguments by name, decoded. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The contract that refused, where it is known. */
  readonly address?: Address;
  /** The revert data, where the layer reverted with any; EntryPoint's is what it passes on of the account's. */
  readonly data?: Hex;
  /** The rule that it refused for, where its error alone does not tell. */
  readonly rule?: Rule;
  /**
   * How it is known: `returned` with the refusal itself, or `asked` of the chain afterwards because the
   * layers outside hide it.
   */
  readonly known: "returned" | "asked";
}

/** Why a user operation was refused. A value, not an exception: a refusal is what a test is after. */
export interface Refusal {
  /** The innermost layer that is known to have refused. */
  readonly layer: Layer;
  /** That layer's code: an error's name, an AA code, or a bundler's code. */
  readonly code: string;
  /** That layer's arguments by name. */
  readonly args: Readonly<Record<string, unknown>>;
  /** The policy that refused, where one did. */
  readonly policy?: { readonly name: string; readonly address: Address };
  /** The rule that the operation breaks. */
  readonly rule: Rule;
  /** The reason in a sentence. */
  readonly reason: string;
  /** What to do about it, in a sentence. */
  readonly remedy: string;
  /** What every layer said, from outside in. */
  readonly layers: readonly RefusalLayer[];
}
