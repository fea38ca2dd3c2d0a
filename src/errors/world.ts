import type { Address, Hex } from "viem";
import { HarnessError } from "./HarnessError.ts";

/** A contract's code is not the code that the manifest pins. */
export class CodeHashMismatchError extends HarnessError {
  override readonly code = "CODE_HASH_MISMATCH";

  /** @param parameters Which piece, where its code was read, and both keccak256 hashes. */
  constructor({
    piece,
    source,
    expected,
    actual,
  }: {
    piece: string;
    source: string;
    expected: Hex;
    actual: Hex;
  }) {
    super(`The code of ${piece} in ${source} has the hash ${actual}, the manifest pins ${expected}.`, {
      remedies: [
        "Install the packages anew: npm ci",
        "If a package was updated on purpose, review the new code before changing the manifest.",
      ],
    });
  }
}

/** A package does not hold the code that is looked for. */
export class CodeNotFoundError extends HarnessError {
  override readonly code = "CODE_NOT_FOUND";

  /** @param parameters Which piece, where it was looked for, and what to do. */
  constructor({
    piece,
    source,
    remedy,
    cause,
  }: {
    piece: string;
    source: string;
    remedy: string;
    cause?: unknown;
  }) {
    super(`The code of ${piece} is not in ${source}.`, { remedies: [remedy], cause });
  }
}

/** The chain offers no way to put code at an address, so no world can be built on it. */
export class ChainNotLocalError extends HarnessError {
  override readonly code = "CHAIN_NOT_LOCAL";

  /** @param parameters The chain's id and what the chain answered. */
  constructor({ chainId, cause }: { chainId: number; cause: unknown }) {
    super(
      `Chain ${chainId} does not let contracts be put in place (hardhat_setCode): it is not a local chain.`,
      {
        remedies: ["Use a chain that Hardhat or anvil simulates, in the process or over HTTP."],
        cause,
      },
    );
  }
}

/** A contract could not be put where the manifest wants it. */
export class PlacementError extends HarnessError {
  override readonly code = "PLACEMENT_FAILED";

  /** @param parameters Which piece, where it should stand, and what stood in the way. */
  constructor({
    piece,
    address,
    problem,
    cause,
  }: {
    piece: string;
    address: Address;
    problem: string;
    cause?: unknown;
  }) {
    super(`${piece} could not be put at ${address}: ${problem}.`, {
      remedies: [
        "Look at its constructor and its arguments; if it is the world's own, start from a fresh chain.",
      ],
      cause,
    });
  }
}

/** A transaction was sent, and the chain does not mine it. */
export class NotMinedError extends HarnessError {
  override readonly code = "NOT_MINED";

  /** @param parameters The transaction. */
  constructor({ hash }: { hash: Hex }) {
    super(`The chain has not mined the transaction ${hash}.`, {
      remedies: ["Start the chain so that it mines by itself, or have it mine: evm_setAutomine, evm_mine."],
    });
  }
}

/** The chain does not answer. */
export class ChainUnreachableError extends HarnessError {
  override readonly code = "CHAIN_UNREACHABLE";
  /** The status of an HTTP answer that is no chain's; undefined where there was none. */
  readonly status: number | undefined;

  /** @param parameters Where it should be, as far as that is known; what asking it came to; and HTTP's status. */
  constructor({
    host,
    cause,
    status,
  }: {
    host?: string;
    cause: unknown;
    status?: number | undefined;
  }) {
    const reason = typeof cause === "string" ? `: ${cause.replace(/\.$/, "")}` : "";
    super(`The chain${host ? ` at ${host}` : ""} does not answer${reason}.`, {
      remedies: [
        "Start it (a local one: ./harness world serve), and look whether host and port are its own.",
        "Where it is somebody's RPC, look at its URL and key, and how often it may be asked.",
      ],
      cause,
    });
    this.status = status;
  }
}
