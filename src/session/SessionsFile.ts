import type { Abi, Address, Hex } from "viem";
import type { TargetName } from "../deployments/deploymentsSchema.ts";
import type { KnownAddresses } from "./addressWords.ts";
import type { Permission } from "./Permission.ts";
import type { PresetName } from "./presets.ts";

/** A file that grants a batch of sessions, as it was read. */
export interface SessionsFile {
  /** Where it is, as it was given. */
  readonly file: string;
  /** Its sessions in their order; an entry with a `count` makes as many. */
  readonly entries: readonly SessionEntry[];
  /** Rules of `lint` that are switched off for all of them, each with the reason. */
  readonly off?: Readonly<Record<string, string>>;
}

/** One session of a sessions file. */
export interface SessionEntry {
  /** Unique in its file; `pay-1`, `pay-2` where the entry has a `count`. */
  readonly name: string;
  /** The file, as it was given. */
  readonly file: string;
  /** Where in the file: `sessions[2]`. */
  readonly path: string;
  readonly preset?: PresetName;
  /** The contract that may be called: where it stands, or which deployed one. */
  readonly target: Address | TargetName;
  /** The target's ABI, where the entry gives one. */
  readonly abi?: Abi;
  /** The build artifact that the ABI is of, where it holds creation code. */
  readonly artifact?: ArtifactOfEntry;
  /** A use that the target accepts. */
  readonly example?: ExampleOfEntry;
  /** Rules of `lint` that are switched off for it, each with the reason. */
  readonly off?: Readonly<Record<string, string>>;
  /**
   * The permission of this session.
   *
   * @throws InvalidInputError for a word of its argument rules of which is not given what it stands for.
   */
  toPermission(given: ToPermissionParameters): Permission;
}

/** Creation code of a target. */
export interface ArtifactOfEntry {
  readonly file: string;
  /** Creation code, without a constructor's arguments. */
  readonly bytecode: Hex;
}

/** A use that a target accepts. */
export interface ExampleOfEntry {
  /** The arguments as JSON has them; for an address also a word: `account`, who makes the call, or a preset's target. */
  readonly args?: readonly unknown[];
  /** Native value, in wei. */
  readonly value?: bigint;
}

/** What the file does not say of a session; and what the words of its argument rules stand for, where it has any. */
export interface ToPermissionParameters extends KnownAddresses {
  /** The address of the key that signs for it. */
  readonly sessionKey: Address;
  /** The address of its target. */
  readonly target: Address;
  /** What a `duration` without `validAfter` begins at, in Unix seconds. Default: this machine's clock. */
  readonly now?: bigint | undefined;
}
