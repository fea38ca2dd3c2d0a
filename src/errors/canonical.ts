import type { Address, Hex } from "viem";
import { HarnessError } from "./HarnessError.ts";

/** How the code store is filled: the last words of many a remedy. */
export const howToPull =
  "./harness canonical pull --network soneiumMinato, or from build artifacts: ./harness canonical pull --from DIR";

/** A code that is not the one that the manifest pins. */
export interface RefusedCode {
  /** The piece. */
  readonly name: string;
  /** Where the code was found: an address, or a file. */
  readonly source: Address | string;
  /** keccak256 that is pinned, and that of the code. */
  readonly expected: Hex;
  readonly actual: Hex;
}

/** Code is not what the manifest pins, so none of it is kept. */
export class CodeRefusedError extends HarnessError {
  override readonly code = "CODE_REFUSED";
  readonly refused: readonly RefusedCode[];

  /** @param parameters The codes that differ, at least one. */
  constructor({ refused }: { refused: readonly RefusedCode[] }) {
    const lines = refused.map(
      ({ name, source, expected, actual }) =>
        `${name} (${source}) has the hash ${actual}, the manifest pins ${expected}`,
    );
    super(`The code is not the canonical one, and nothing was kept: ${lines.join("; ")}.`, {
      remedies: [
        "Look whether the RPC or the folder is the one that you mean, and built as the canonical deployment was.",
        "Never run a suite on code that differs: what it proves is not what your users' chain enforces.",
      ],
    });
    this.refused = refused;
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
