import type { AccountKind } from "../../src/index.ts";
import type { Scene } from "../helpers/scene.ts";

/** One row of the matrix that the shared behaviours run over. */
export interface Matrix {
  readonly kind: AccountKind;
  /** A fresh scene with an account of this kind. */
  readonly scene: () => Promise<Scene>;
  /**
   * What this kind says itself when a call that it made reverts, from outside in: `account ExecutionFailed`; empty
   * where it passes the callee's own error on.
   */
  readonly hiding: readonly string[];
  /** What is heard before SmartSession's own error, from outside in. */
  readonly reverted: readonly string[];
  /** What its `isValidSignature` answers where its owner has not signed (ERC-1271), or reverts with. */
  readonly refusesSignature: string;
  /** What is heard where an owner's operation has a signature that recovers to nobody. */
  readonly nobodysSignature: readonly string[];
  /** What is heard of a use without the module, before the harness finds that it is not installed. */
  readonly withoutModule: readonly string[];
  /** What is heard when the module is installed a second time; empty where the account takes it. */
  readonly again: readonly string[];
}
