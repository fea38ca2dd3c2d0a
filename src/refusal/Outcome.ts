import type { Hex, Log } from "viem";
import type { Refusal } from "./Refusal.ts";

/** What the chain recorded of a user operation that was mined. */
export interface MinedUserOperation {
  readonly userOpHash: Hex;
  readonly transactionHash: Hex;
  readonly blockNumber: bigint;
  /** The user operation's nonce, key included (ERC-4337). */
  readonly nonce: bigint;
  /** Gas that the account was charged for (UserOperationEvent.actualGasUsed). */
  readonly gasUsed: bigint;
  /** What the account paid, in wei (UserOperationEvent.actualGasCost). */
  readonly gasCost: bigint;
  /** The logs of the operation, UserOperationEvent included. */
  readonly logs: readonly Log[];
}

/** The operation was mined, and its calls took effect. */
export interface Accepted extends MinedUserOperation {
  readonly status: "accepted";
}

/** The operation was refused, or mined without its calls taking effect (then `mined` is there). */
export interface Rejected {
  readonly status: "rejected";
  readonly refusal: Refusal;
  /** Present where the calls were undone after validation had passed: gas was paid, and uses were counted. */
  readonly mined?: MinedUserOperation;
}

/** What became of a user operation. */
export type Outcome = Accepted | Rejected;
