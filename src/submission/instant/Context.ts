import type { Address, Hex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import type { World } from "../../world/World.ts";

/** What the methods of one instant bundler share. */
export interface Context {
  readonly world: World;
  /** The unlocked account that calls `handleOps` and is paid for it. */
  readonly executor: Address;
  /** The most gas that one transaction may have: a block's, or the cap of EIP-7825. */
  readonly transactionGasCap: bigint;
  /** The operations that this bundler has sent, by hash. */
  readonly sent: Map<Hex, { readonly userOperation: UserOperation<"0.7">; readonly transactionHash: Hex }>;
}
