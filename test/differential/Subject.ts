import type { Arbitrary } from "fast-check";
import type { Address, Hex } from "viem";
import type { ContractArtifacts } from "../../src/index.ts";
import type { PieceName } from "../../src/world/World.ts";
import type { Step } from "./stage.ts";

/** A contract of v1 that has a reference contract, and how calls to it are drawn. */
export interface Subject {
  readonly name: PieceName;
  /** The reference contract. */
  readonly contract: keyof ContractArtifacts;
  /** Draws how a sequence starts: mostly with something that later calls can meet. Default: with nothing. */
  readonly opening?: Arbitrary<readonly Step[]>;
  /** Draws a call: with both sides of each bound, and with what cannot be meant. */
  readonly step: Arbitrary<Step>;
  /** The calls that read what a sequence has left: for each that may have left something. */
  readonly readState: readonly Step[];
  /** The answers, by function, that drawing has to meet often: `checkAction: passes`. */
  readonly classes: readonly string[];
  /** How many sequences meet each class often enough, where FC_RUNS does not say how many. */
  readonly runs: number;
  /** What else stands on the chain. */
  readonly others?: Readonly<Record<Address, Hex>>;
}
