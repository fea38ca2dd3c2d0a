import type { Address, Hex } from "viem";
import { HarnessError } from "./HarnessError.ts";

/** How the code store is filled: the last words of many a remedy. */
export const howToPull =
  "./harness canonical pull --network soneiumMinato, or from build artifacts: ./harness canonical pull --from DIR";

/** A code that is not the one that the manifest pins. */
export interface RefusedCode {
  /** The piece. */
  readonly name: string;
  /** Where the code was found: a chain, or a file. */
  readonly source: string;
  /** keccak256 that is pinned. */
  readonly expected: Hex;
  /** keccak256 of the code; undefined where what was found is no code. */
  readonly actual?: Hex | undefined;
  /** What is wrong, continuing "it …". Default: that its hash is another. */
  readonly problem?: string | undefined;
}

/** Code is not what the manifest pins, so none of it is kept. */
export class CodeRefusedError extends HarnessError {
  override readonly code = "CODE_REFUSED";
  readonly refused: readonly RefusedCode[];

  /** @param parameters The codes that differ, at least one. */
  constructor({ refused }: { refused: readonly RefusedCode[] }) {
    const names = [...new Set(refused.map(({ name }) => name))];
    const lines = refused.map(
      ({ name, source, expected, actual, problem }) =>
        `  ${name} (${source}): it ${problem ?? `has the hash ${actual}, the manifest pins ${expected}`}`,
    );
    super([`Not the canonical code, so nothing was kept: ${names.join(", ")}.`, ...lines].join("\n"), {
      remedies: [
        "Look whether the RPC or the folder is the one that you mean, and built as the canonical deployment was; a narrower folder leaves other contracts of the same name out.",
        "Never run a suite on code that differs: what it proves is not what your users' chain enforces.",
      ],
    });
    this.refused = refused;
  }
}

/** A canonical contract as it stands on a chain, where it is not as the manifest pins it. */
export interface ChainPiece {
  readonly name: string;
  readonly address: Address;
  /** keccak256 of the runtime code that the manifest pins. */
  readonly pinned: Hex;
  /** keccak256 of the code that is there; undefined where there is none. */
  readonly actual?: Hex | undefined;
}

/** The canonical contracts on a chain are not what the manifest pins, so no world is made of them. */
export class ChainCodeError extends HarnessError {
  override readonly code = "CHAIN_CODE";
  readonly pieces: readonly ChainPiece[];

  /** @param parameters The chain's id, the block that it was forked at, and the contracts, at least one. */
  constructor({
    chainId,
    blockNumber,
    pieces,
  }: {
    chainId: number;
    blockNumber?: bigint | undefined;
    pieces: readonly ChainPiece[];
  }) {
    const where = `Chain ${chainId}${blockNumber === undefined ? "" : ` at block ${blockNumber}`}`;
    const lines = pieces.map(({ name, address, pinned, actual }) =>
      actual === undefined
        ? `  ${name} (${address}): there is no code`
        : `  ${name} (${address}): its code has the hash ${actual}, the manifest pins ${pinned}`,
    );
    const names = pieces.map(({ name }) => name).join(", ");
    super([`${where} does not hold the canonical contracts as pinned: ${names}.`, ...lines].join("\n"), {
      remedies: [
        "Look whether the RPC is that of the chain that you mean, and the block is one after they were deployed.",
        "Never run a suite on code that differs: what it proves is not what your users' chain enforces.",
      ],
    });
    this.pieces = pieces;
  }
}

/** A chain is not the one that is meant. */
export class WrongChainError extends HarnessError {
  override readonly code = "WRONG_CHAIN";
  /** The chain's id that was expected, and that of the chain that answered. */
  readonly expected: number;
  readonly actual: number;

  /** @param parameters Both ids. */
  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`The chain has the id ${actual}, and ${expected} is meant: none of its code was read.`, {
      remedies: [
        "Look whether the RPC's URL, and the variable that it is set by, belong to the network that you name.",
      ],
    });
    this.expected = expected;
    this.actual = actual;
  }
}

/** Code could not be read from a chain. */
export class CodeNotReadError extends HarnessError {
  override readonly code = "CODE_NOT_READ";

  /** @param parameters What asking the chain came to, in a sentence; the cause. */
  constructor({ problem, cause }: { problem: string; cause?: unknown }) {
    super(`The chain's code could not be read. ${problem}`, {
      remedies: [
        "Look whether the chain is there (a local one: ./harness world serve), and takes requests in batches (JSON-RPC 2.0).",
        "Try again in a while: a public RPC limits how often it is asked.",
        "Or give an RPC of your own: SONEIUM_MINATO_RPC_URL for soneiumMinato, SONEIUM_RPC_URL for soneium.",
      ],
      cause,
    });
  }
}

/** The code store cannot be read or written. */
export class CodeStoreError extends HarnessError {
  override readonly code = "CODE_STORE";

  /** @param parameters Which file, what is wrong with it, continuing "The code store …"; the cause. */
  constructor({ file, problem, cause }: { file: string; problem: string; cause?: unknown }) {
    super(`The code store ${file} ${problem}.`, {
      remedies: [
        `Where it is broken, delete it and fill it anew: ${howToPull}.`,
        "SMART_SESSIONS_CODE_STORE names another folder for it.",
      ],
      cause,
    });
  }
}

/** A release of SmartSession was asked for, and the code store does not hold it. */
export class ReleaseNotPresentError extends HarnessError {
  override readonly code = "RELEASE_NOT_PRESENT";
  /** The pieces that are not there. */
  readonly missing: readonly string[];

  /** @param parameters Which release, and the pieces that are not there. */
  constructor({ release, missing }: { release: string; missing: readonly string[] }) {
    super(`The code store does not hold SmartSession ${release}: it lacks ${missing.join(", ")}.`, {
      remedies: [
        `Fill it once, after which nothing is fetched: ${howToPull}.`,
        "Or run on the beta, which comes with a package: SMART_SESSIONS_RELEASE=beta.",
      ],
    });
    this.missing = missing;
  }
}

/** A session says what a release of SmartSession cannot hold. */
export class UnsupportedByReleaseError extends HarnessError {
  override readonly code = "UNSUPPORTED_BY_RELEASE";

  /** @param parameters Which release, what it cannot hold, and why. */
  constructor({ release, what, why }: { release: string; what: string; why: string }) {
    super(`SmartSession ${release} cannot hold ${what}: ${why}.`, {
      remedies: ["Leave it out, or run on v1 (SMART_SESSIONS_RELEASE=v1)."],
    });
  }
}
