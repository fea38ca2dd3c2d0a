import type { Hex } from "viem";
import { HarnessError } from "./HarnessError.ts";

/** A user operation was sent, and what became of it is not to be learnt: it may be mined, or may yet be. */
export class ReceiptMissingError extends HarnessError {
  override readonly code = "RECEIPT_MISSING";
  readonly userOpHash: Hex;

  /** @param parameters The operation's hash, and what the bundler answered instead. */
  constructor({ userOpHash, cause }: { userOpHash: Hex; cause: unknown }) {
    super(`The user operation ${userOpHash} was sent, and the bundler gives no receipt.`, {
      remedies: [
        "Ask again for its receipt (eth_getUserOperationReceipt) before sending it a second time.",
        "Look whether the chain mines blocks.",
      ],
      cause,
    });
    this.userOpHash = userOpHash;
  }
}

/** A bundler took a user operation, and dropped it: it was not mined, and is not going to be. */
export class OperationDroppedError extends HarnessError {
  override readonly code = "OPERATION_DROPPED";
  readonly userOpHash: Hex;

  /** @param parameters The operation's hash. */
  constructor({ userOpHash }: { userOpHash: Hex }) {
    super(`The bundler took the user operation ${userOpHash}, and dropped it before it was mined.`, {
      remedies: [
        "Send it again: nothing took effect.",
        "Where it happens again, give it more gas, or ask another bundler: it does not say why.",
      ],
    });
    this.userOpHash = userOpHash;
  }
}
