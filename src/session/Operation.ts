import type { Address, Hex } from "viem";
import type { Call } from "../world/Call.ts";
import type { EnableSignature } from "../world/Release.ts";

/** A user operation that a session is to make. */
export type Operation = OperationSigned &
  (
    | {
        /** The calls, in their order; at least one. */
        readonly calls: readonly Call[];
      }
    | {
        /** What the account is called with, where it is not one call or a batch (ERC-7579, `execute`). */
        readonly callData: Hex;
      }
  );

/** How it is signed, and what else an operation carries. */
interface OperationSigned {
  /** The address of the key that signs. Default: the session's. */
  readonly signer?: Address;
  /** The enable signature, where the operation enables the session first. It is taken for the owner's. */
  readonly enable?: EnableSignature;
  /** The nonce, key included (ERC-4337). Default: the next one. */
  readonly nonce?: bigint;
  /** Whether a paymaster pays, whose own conditions are not looked at. Default: no. */
  readonly paymaster?: boolean;
}
