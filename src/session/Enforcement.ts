import type { Permission } from "./Permission.ts";

/** What enforces one field of a permission on chain. */
export interface Enforcement {
  /** A field of the permission; each argument rule by itself. */
  readonly field:
    | Exclude<keyof Permission, "abi" | "salt" | "duration" | "sessionValidator">
    | `argumentRules[${number}]`;
  /** What the field says, as it is enforced; `null` where it is left open. */
  readonly value: string | bigint | null;
  /** The contract that enforces it, and in which role; `null` where nothing does. */
  readonly enforcedBy: string | null;
  /** What that means, in a sentence. */
  readonly statement: string;
}
