import type { Keystore } from "ox";
import type { AbiParameter, Address, Hex } from "viem";
import type { AccountKind } from "../account/Account.ts";
import type { ReleaseName, Session } from "../world/Release.ts";

/** The account that a session is of, with what its address comes from. */
export interface AccountOfSession {
  readonly address: Address;
  readonly kind: AccountKind;
  readonly owner: Address;
  /** Tells accounts of one owner apart. */
  readonly salt: bigint;
}

/** A user operation that was signed, and of which it is not written yet what became. */
export interface UnsettledOperation {
  /** What the operation does for this session. */
  readonly purpose: "create" | "use" | "revoke" | "rotate";
  readonly userOpHash: Hex;
  /** Its nonce, key included (ERC-4337). */
  readonly nonce: bigint;
  /** The chain's last block before it was sent. */
  readonly block: bigint;
  /** keccak256 of the calls: the same command again is told from another. */
  readonly calls: Hex;
}

/** A field of the permission, as it was stated when the session was compiled. */
export interface StatedField {
  readonly field: string;
  readonly value: string | null;
  readonly enforcedBy: string | null;
  readonly statement: string;
}

/** What this machine keeps of a session: what was granted, and the key, encrypted. The rest is the chain's to say. */
export interface SessionFile {
  /** The file's path. */
  readonly file: string;
  /** What a person calls the session; one that takes its place (rotate) has the same. */
  readonly name: string;
  readonly permissionId: Hex;
  /** The session key's address. */
  readonly key: Address;
  readonly chainId: number;
  readonly release: ReleaseName;
  readonly account: AccountOfSession;
  /** What goes on chain. */
  readonly session: Session;
  readonly sessionHash: Hex;
  /** The function that may be called, as far as it is known. */
  readonly function: {
    readonly selector: Hex;
    readonly signature?: string;
    readonly inputs?: readonly AbiParameter[];
  };
  readonly enforcement: readonly StatedField[];
  /** keccak256 of the permission as it was written: the same command again is told from another. */
  readonly written: Hex;
  /** When it was made, in Unix milliseconds by this machine's clock. */
  readonly createdAt: bigint;
  /** The chain's last block before: what the chain tells of the session comes after it. */
  readonly block: bigint;
  /** The session whose place it takes. */
  readonly replaces?: Hex;
  /** Each is there from before it is sent until its outcome is known. */
  readonly operations: readonly UnsettledOperation[];
  /**
   * The session key's signature over what is kept here of the session (see `signFile`): who does not know the passphrase
   * cannot change what is granted.
   */
  readonly proof: Hex;
  /** The private key, encrypted (Web3 Secret Storage). */
  readonly keystore: Keystore.Keystore;
}
