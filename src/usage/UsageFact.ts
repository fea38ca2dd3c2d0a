import type { Address, Hex } from "viem";
import type { Session } from "../world/Release.ts";

/** Where the chain recorded something. */
interface Recorded {
  /** The account that it is about. */
  readonly account: Address;
  readonly blockNumber: bigint;
  /** The block's time, in Unix seconds. */
  readonly timestamp: bigint;
  readonly transactionHash: Hex;
  /** Of the log in its block: facts come in the order of blocks, and of this. */
  readonly logIndex: number;
}

/** The kinds of policies that a session has (SmartSession, `PolicyType`). */
export type PolicyType = "userOp" | "action" | "erc1271";

/** A policy that was enabled. */
export interface EnabledPolicy {
  readonly policyType: PolicyType;
  readonly policy: Address;
}

/** A session was enabled; one that is enabled already begins anew. */
export interface SessionEnabled extends Recorded {
  readonly type: "sessionEnabled";
  readonly permissionId: Hex;
  /**
   * `call`: by a call of the account, `enableSessions` or the module's installation (SessionCreated). `first use`: by an
   * operation that carried the owner's signature (ENABLE mode), which emits no SessionCreated.
   */
  readonly by: "call" | "first use";
  readonly policies: readonly EnabledPolicy[];
  /** Whether paymasters may pay for its operations. The beta has no such switch, and says nothing of it. */
  readonly permitsPaymasters: boolean;
}

/** A session was removed, by itself or with the module (SessionRemoved). */
export interface SessionRemoved extends Recorded {
  readonly type: "sessionRemoved";
  readonly permissionId: Hex;
}

/** Enable signatures made before do no longer enable the session (NonceIterated): with its removal, it is revoked for good. */
export interface EnableSignaturesVoided extends Recorded {
  readonly type: "enableSignaturesVoided";
  readonly permissionId: Hex;
  readonly enableNonce: bigint;
}

/** A policy was added to a session that is enabled, or taken from it (PolicyEnabled, PolicyDisabled). */
export interface PolicyChanged extends Recorded, EnabledPolicy {
  readonly type: "policyEnabled" | "policyDisabled";
  readonly permissionId: Hex;
}

/** A session may no longer make an action (ActionIdDisabled). */
export interface ActionDisabled extends Recorded {
  readonly type: "actionDisabled";
  readonly permissionId: Hex;
  /** keccak256(target ‖ selector). */
  readonly actionId: Hex;
}

/** Whether paymasters may pay for the operations of a session that is enabled was set (v1's PermissionIdPermit4337Paymaster). */
export interface PaymasterPermitSet extends Recorded {
  readonly type: "paymasterPermitSet";
  readonly permissionId: Hex;
  readonly permitted: boolean;
}

/** An account installed SmartSession, or uninstalled it (ERC-7579, ModuleInstalled and ModuleUninstalled). */
export interface ModuleChanged extends Recorded {
  readonly type: "moduleInstalled" | "moduleUninstalled";
}

/** A call that a session made for its account. */
export interface SessionCall {
  readonly to: Address;
  /** Native value, in wei. */
  readonly value: bigint;
  readonly data: Hex;
}

/** A user operation that an account handed to SmartSession was mined (EntryPoint, UserOperationEvent). */
export interface SessionUsed extends Recorded {
  readonly type: "sessionUsed";
  readonly userOpHash: Hex;
  /** Key included (ERC-4337). */
  readonly nonce: bigint;
  /** Who paid for the gas in the account's place. */
  readonly paymaster: Address | undefined;
  /** Whether the calls took effect. Where not, uses and values were counted all the same. */
  readonly success: boolean;
  /** What the account or the paymaster was charged for, in gas and in wei (`actualGasUsed`, `actualGasCost`). */
  readonly gasUsed: bigint;
  readonly gasCost: bigint;
  /**
   * The session, out of the operation's signature; undefined where the operation could not be found in its transaction: no
   * `handleOps` is in the call data, and the chain does not trace.
   */
  readonly permissionId: Hex | undefined;
  /** The session that the operation enables first, where it does. */
  readonly enables: Session | undefined;
  /** The calls, single or batch; undefined where they could not be read. */
  readonly calls: readonly SessionCall[] | undefined;
}

/** What the chain recorded of sessions: their life, and their uses. */
export type UsageFact =
  | SessionEnabled
  | SessionRemoved
  | EnableSignaturesVoided
  | PolicyChanged
  | ActionDisabled
  | PaymasterPermitSet
  | ModuleChanged
  | SessionUsed;

/** A block that facts were read up to. */
export interface UsageCursor {
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  /** In Unix seconds. */
  readonly timestamp: bigint;
}

/** The facts of a range of blocks: those of the chain that ends in `end`. */
export interface UsageChunk {
  readonly fromBlock: bigint;
  readonly end: UsageCursor;
  /** In the order of the chain. */
  readonly facts: readonly UsageFact[];
}
