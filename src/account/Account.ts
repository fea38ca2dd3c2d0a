import type { Abi, Address, Hex, LocalAccount } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import type { Call } from "../world/Call.ts";

/** The kinds of account that the harness drives. */
export type AccountKind = "safe7579" | "nexus" | "kernel" | "reference" | "startale";

/** An ERC-7579 account, and what is particular to its kind. */
export interface Account {
  readonly kind: AccountKind;
  readonly address: Address;
  readonly owner: LocalAccount;
  /** Tells accounts of one owner apart. */
  readonly salt: bigint;
  /** The account as viem knows it; its owner signs. */
  readonly smartAccount: SmartAccount;
  /** The contracts that act as the account: its own address, and those that it calls to act for it. */
  readonly machinery: readonly Address[];
  /** Whether it puts an error of its own in the place of what a contract that it calls reverts with. */
  readonly hidesErrors: boolean;
  /** Every error that accounts of this kind declare. */
  readonly errorsAbi: Abi;
  /** The ERC-4337 nonce key (24 bytes) that hands an operation to this validator. */
  nonceKey(validator: Address): bigint;
  /** The validator that a nonce key hands an operation to, whatever else is in the key. */
  validatorOf(nonceKey: bigint): Address;
  /** The account's call that installs a validator. */
  encodeInstall(validator: Address, initData: Hex): Call;
  /** The account's call that uninstalls a validator; reads the account's list of validators. */
  encodeUninstall(validator: Address): Promise<Call>;
  /**
   * The owner's signature over what enables a session with its first use (SmartSession, ENABLE and UNSAFE_ENABLE
   * mode: `permissionEnableHash`), as the account's ERC-1271 takes it, naming its validator.
   */
  signEnable(hash: Hex): Promise<Hex>;
  /** Whether the account, as it stands on chain, has this validator installed. */
  isInstalled(validator: Address): Promise<boolean>;
}

/** What is known of an account from outside: enough to tell who refused its operations. */
export type ObservedAccount = Pick<
  Account,
  "kind" | "address" | "machinery" | "hidesErrors" | "errorsAbi" | "nonceKey" | "validatorOf" | "isInstalled"
>;
