import type { AccountKind } from "../../src/index.ts";
import type { Scene } from "../helpers/scene.ts";

/** One row of the matrix that the shared behaviours run over. */
export interface Matrix {
  readonly kind: AccountKind;
  /** A fresh scene with an account of this kind. */
  readonly scene: () => Promise<Scene>;
  /** What this kind says itself when a call that it made reverts, from outside in: `account ExecutionFailed`. */
  readonly hiding: readonly string[];
  /** What is heard before SmartSession's own error, from outside in. */
  readonly reverted: readonly string[];
}
