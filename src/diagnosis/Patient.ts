import type { Address, Hex, LocalAccount, Transport } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import type { ObservedAccount } from "../account/Account.ts";
import type { KeyFiles } from "../keys/readSessionFiles.ts";
import type { Call } from "../world/Call.ts";
import type { EnableSignature, Session } from "../world/Release.ts";

/** What is asked over JSON-RPC. */
export interface Requester {
  request(args: { readonly method: string; readonly params?: unknown }): Promise<unknown>;
}

/** What is to be looked at: an account, and as much of an operation by one of its sessions as is known. */
export interface Patient {
  readonly account: ObservedAccount;
  /** The session, by its id, and what was granted where that is known. Default: the one that the operation names. */
  readonly session?: { readonly permissionId: Hex; readonly session?: Session | undefined } | undefined;
  /** The key that is to sign; its address is enough. */
  readonly key?: { readonly address: Address; readonly sign?: LocalAccount["sign"] } | undefined;
  /** The calls that are to be made. */
  readonly calls?: readonly Call[] | undefined;
  /** The operation that is to be sent, in place of calls: signed, or not yet. */
  readonly operation?: UserOperation<"0.7"> | undefined;
  /** The owner's signature, where the operation is to enable the session first. Default: the operation's own. */
  readonly enable?: EnableSignature | undefined;
  /** Other enable signatures for the session that are known: the chain does not list them. */
  readonly enableSignatures?: readonly EnableSignature[] | undefined;
  /** Whether a paymaster is to pay. Default: whether the operation names one. */
  readonly paymaster?: boolean | undefined;
  /** The bundler that it is to go through: a viem transport, or whatever takes its requests. */
  readonly bundler?: Transport | Requester | undefined;
  /** This machine's key files of the account, and what they open by, where that is to be tried. */
  readonly keyFiles?: { readonly files: KeyFiles; readonly passphrase?: string | undefined } | undefined;
  /** Our own clock, in Unix seconds. Default: this machine's. */
  readonly clock?: (() => bigint) | undefined;
}
