import { type Address, formatEther, type Hex } from "viem";
import { HarnessError } from "./HarnessError.ts";

/** An account cannot pay for an operation. Nothing was sent. */
export class UnderfundedError extends HarnessError {
  override readonly code = "UNDERFUNDED";
  readonly account: Address;
  /**
   * In wei: the most that the gas can cost, and what the calls send; undefined where the bundler does not estimate an
   * operation that is not paid for.
   */
  readonly required: bigint | undefined;
  /** In wei: what the account has, its deposit at EntryPoint included. */
  readonly available: bigint;

  /** @param parameters The account, and both amounts in wei. */
  constructor({
    account,
    required,
    available,
  }: {
    account: Address;
    required: bigint | undefined;
    available: bigint;
  }) {
    const missing = required === undefined ? "some" : `at least ${formatEther(required - available)}`;
    const need =
      required === undefined
        ? "the bundler says that it cannot pay for the operation"
        : `the operation may take up to ${formatEther(required)} ETH`;
    super(`The account ${account} has ${formatEther(available)} ETH, and ${need}.`, {
      remedies: [
        `Send it ${missing} ETH; what is not used stays with it.`,
        "On a simulated chain, sessions install --fund gives it 10 ETH.",
        "Or have a paymaster pay: --paymaster-url.",
      ],
    });
    this.account = account;
    this.required = required;
    this.available = available;
  }
}

/** No session has that name, or several may be meant. */
export class SessionNotFoundError extends HarnessError {
  override readonly code = "SESSION_NOT_FOUND";
  readonly asked: string;

  /** @param parameters The name, the account, and the names that there are. */
  constructor({ name, account, known }: { name: string; account: Address; known: readonly string[] }) {
    super(`The account ${account} has no session ${JSON.stringify(name)} here.`, {
      remedies: [
        known.length > 0
          ? `Give one of: ${known.join(", ")}; or a permission id.`
          : "No session of it has a key file here: look whether account, network and SESSION_KEYS_FOLDER are those that it was created by.",
        "sessions list shows them all.",
      ],
    });
    this.asked = name;
  }
}

/** SmartSession is not installed on an account, so no session of it can be used. */
export class SmartSessionNotInstalledError extends HarnessError {
  override readonly code = "SMART_SESSION_NOT_INSTALLED";

  /** @param parameters The account. */
  constructor({ account }: { account: Address }) {
    super(`The account ${account} does not have SmartSession installed.`, {
      remedies: ["sessions install, with the same network and account."],
    });
  }
}

/** A batch needs more gas than the chain or the bundler gives an operation. Nothing was sent. */
export class BatchTooLargeError extends HarnessError {
  override readonly code = "BATCH_TOO_LARGE";
  /** How many were asked for, and how many of them fit into one operation, in their order. */
  readonly asked: number;
  readonly fitting: number;

  /** @param parameters Both numbers, and what the bundler says of all of them. */
  constructor({ asked, fitting, reason }: { asked: number; fitting: number; reason: string }) {
    super(`${asked} sessions are too many for one operation here: ${fitting} fit. ${reason}`, {
      remedies: [
        "sessions create FILE --split sends several operations, as many sessions in each as fit.",
        `Or give a file of at most ${fitting}.`,
      ],
    });
    this.asked = asked;
    this.fitting = fitting;
  }
}

/** An operation was accepted, and the chain does not say what it should say after it. */
export class NotConfirmedError extends HarnessError {
  override readonly code = "NOT_CONFIRMED";

  /** @param parameters What was to be so, continuing "… is not"; the sessions; the transaction. */
  constructor({
    what,
    permissionIds,
    transactionHash,
  }: {
    what: string;
    permissionIds: readonly Hex[];
    transactionHash: Hex;
  }) {
    super(`${what}, says the operation (transaction ${transactionHash}); the chain says otherwise.`, {
      remedies: [
        `Look at it anew: sessions list. Sessions: ${permissionIds.join(", ")}.`,
        "The RPC may be behind the bundler's: ask another.",
      ],
    });
  }
}

/** A session cannot be given a new key. */
export class RotationError extends HarnessError {
  override readonly code = "ROTATION";

  /** @param parameters The session's name, and where it is in its life. */
  constructor({ name, state }: { name: string; state: string }) {
    super(`The session ${name} is ${state}: there is nothing to put another key in the place of.`, {
      remedies: ["Create a session with another name: sessions create FILE."],
    });
  }
}

/** An operation that was to install or uninstall SmartSession was accepted, and the account is as before. */
export class ModuleNotChangedError extends HarnessError {
  override readonly code = "MODULE_NOT_CHANGED";

  /** @param parameters The account, whether it has the module, and the transaction. */
  constructor({
    account,
    isInstalled,
    transactionHash,
  }: {
    account: Address;
    isInstalled: boolean;
    transactionHash: Hex;
  }) {
    super(
      `The account ${account} ${isInstalled ? "still has" : "does not have"} SmartSession, although the operation was accepted (transaction ${transactionHash}).`,
      { remedies: ["Look at it anew, and run the same command again: sessions list."] },
    );
  }
}
