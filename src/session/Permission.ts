import type { Abi, Address, Hex } from "viem";

/** What a session key may do, as a person writes it. What is left out is not limited. */
export interface Permission {
  /** The address of the key that signs for the session. */
  readonly sessionKey: Address;
  /**
   * The contract that judges the key's signatures: OwnableValidator 0x…13fdB5 (the default), or the older build
   * 0x…E9E6E9 that Startale's SDK uses.
   */
  readonly sessionValidator?: Address;
  /** The contract that may be called. */
  readonly target: Address;
  /**
   * The function that may be called: a signature (`transfer(address to,uint256 amount)`), a selector
   * (`0xa9059cbb`), or a bare name where `abi` is given.
   */
  readonly function: string;
  /** The target's ABI: a function that it does not have is then an error. */
  readonly abi?: Abi;
  /** What the call's arguments may be: every rule has to hold. */
  readonly argumentRules?: readonly ArgumentRule[];
  /**
   * The most native value of one call, in wei. For a function without arguments no policy enforces that: the
   * whole session is held to it instead, or for 0, the target, where its ABI says that it takes no value.
   */
  readonly maxValue?: bigint | number;
  /** The most native value of all calls together, in wei, until the session is enabled anew. */
  readonly maxTotalValue?: bigint | number;
  /**
   * Where the target is an ERC-20 token and the function transfers or approves: the most of it, transferred
   * and approved together, in the token's smallest unit, until the session is enabled anew. What `transferFrom`
   * brings to the account itself does not count.
   */
  readonly spendingLimit?: bigint | number;
  /** How many calls of the function the session may make, until it is enabled anew. */
  readonly maxUses?: bigint | number;
  /** How many user operations the session may make, until it is enabled anew; a batch is one. */
  readonly maxOperations?: bigint | number;
  /**
   * Whether paymasters may pay for the session's operations. Default: no. SmartSession's beta has no such switch:
   * there any paymaster may, and `false` is refused.
   */
  readonly permitERC4337Paymaster?: boolean;
  /** First second of use, in Unix seconds, included. Default: at once. */
  readonly validAfter?: bigint | number;
  /** Last second of use, in Unix seconds, included. Default: no expiry. */
  readonly validUntil?: bigint | number;
  /**
   * How long the session lasts, in place of `validUntil`: `1 hour`, `7 days` (see {@link durations}). It is
   * counted from `validAfter`, or from this machine's clock where that is left out.
   */
  readonly duration?: string;
  /** 32 bytes that tell this session from others with the same key. Default: fresh random ones. */
  readonly salt?: Hex;
}

/** A rule for one argument of the call (UniActionPolicy, `ParamRule`). */
export interface ArgumentRule {
  /** Which: its name where it has one, or its position from 0; `order.recipient` inside a struct. */
  readonly argument: string | number;
  /** How it compares with `value`. Default: only `maxTotal` limits it. */
  readonly condition?: ArgumentCondition;
  /**
   * What it is compared with; for `inRange` the least and the most, both included. In presets and sessions files, for an
   * address: `account`, the account whose session it is, or a preset's target by name (`token`), see `fromPreset`.
   */
  readonly value?: ArgumentValue | readonly [bigint | number, bigint | number];
  /** The most that this argument may come to in all calls together; for unsigned numbers. */
  readonly maxTotal?: bigint | number;
}

/** The comparisons that UniActionPolicy knows. */
export const argumentConditions = [
  "equal",
  "notEqual",
  "lessThan",
  "lessThanOrEqual",
  "greaterThan",
  "greaterThanOrEqual",
  "inRange",
] as const;
/** See {@link argumentConditions}. */
export type ArgumentCondition = (typeof argumentConditions)[number];

/** A number, an address or bytes as hexadecimal text, or a boolean: as the argument's type wants it. */
export type ArgumentValue = bigint | number | string | boolean;
