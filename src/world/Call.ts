import type { Abi, Address, Hex } from "viem";

/** A call that an account makes. */
export interface Call {
  readonly to: Address;
  /** In wei; 0 where it is left out. */
  readonly value?: bigint;
  readonly data?: Hex;
  /** The target's ABI: where the target reverts, it names the error. */
  readonly abi?: Abi;
}
