import type { Abi, Address, Hex } from "viem";

/** What a session key may do, as a person writes it. */
export interface Permission {
  /** The address of the key that signs for the session. */
  readonly sessionKey: Address;
  /** The contract that may be called. */
  readonly target: Address;
  /**
   * The function that may be called: a signature (`increment()`), a selector (`0xd09de08a`), or a bare name
   * where `abi` is given.
   */
  readonly function: string;
  /** The target's ABI: a function that it does not have is then an error. */
  readonly abi?: Abi;
  /** First second of use, in Unix seconds, included. Default: at once. */
  readonly validAfter?: bigint | number;
  /** Last second of use, in Unix seconds, included. Default: no expiry. */
  readonly validUntil?: bigint | number;
  /** How many calls of the function the session may make, until it is enabled anew. Default: any number. */
  readonly maxUses?: bigint | number;
  /** 32 bytes that tell this session from others with the same key. Default: fresh random ones. */
  readonly salt?: Hex;
}
