import type { Hex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import type { FailedOpText } from "../../outcome/readEntryPointText.ts";
import type { Refusal } from "../../refusal/Refusal.ts";
import type { ExplainedInput } from "../Explanation.ts";

/** A user operation's receipt, as far as it tells what became of the operation (`eth_getUserOperationReceipt`). */
export interface GivenReceipt {
  readonly userOpHash: Hex;
  readonly success: boolean;
  /** What the account reverted with. */
  readonly reason: Hex | undefined;
  /** The same, where somebody has decoded it. */
  readonly words?: string | undefined;
  readonly transactionHash: Hex | undefined;
}

/** A refusal, as this harness writes it to JSON. */
export interface GivenRefusal {
  readonly refusal: Refusal;
  readonly isMined: boolean;
}

/** What was found in an input, before anybody is asked about it. */
export interface Evidence {
  readonly input: ExplainedInput;
  /** A bundler's words, and its JSON-RPC code where that was given. */
  readonly bundler?: { readonly code?: number; readonly message: string };
  /** EntryPoint's refusal, out of a text. */
  readonly entryPoint?: FailedOpText;
  /** Revert data that nobody was named for. */
  readonly revert?: Hex;
  /** Whether that data ends in the middle. */
  readonly cut?: boolean;
  /** An error that is known by its name alone, or a code of a Safe. */
  readonly named?: string;
  readonly operation?: UserOperation<"0.7">;
  /** 32 bytes: a transaction, or a user operation. They may stand beside `revert`, where they may be either. */
  readonly hash?: Hex;
  readonly receipt?: GivenReceipt;
  /** Whether there are receipts of other operations, that ended otherwise. */
  readonly isMixed?: boolean;
  /** What this harness has told already. */
  readonly refusal?: GivenRefusal;
  /** What of the input could not be taken as it was, a sentence each. */
  readonly remarks: readonly string[];
}
