import type { Abi, Address, Chain, Hex, PublicClient, Transport } from "viem";
import type { Call } from "./Call.ts";

/** A policy and what it is configured with (SmartSession, `PolicyData`). */
export interface PolicyData {
  readonly policy: Address;
  readonly initData: Hex;
}

/** A target and a selector, and the policies that judge calls to it (SmartSession, `ActionData`). */
export interface ActionData {
  readonly actionTargetSelector: Hex;
  readonly actionTarget: Address;
  readonly actionPolicies: readonly PolicyData[];
}

/** What is enabled on chain (SmartSession, `Session`), as far as the releases share it. */
export interface Session {
  readonly sessionValidator: Address;
  readonly sessionValidatorInitData: Hex;
  readonly salt: Hex;
  readonly userOpPolicies: readonly PolicyData[];
  readonly actions: readonly ActionData[];
}

/**
 * How a session that is not enabled yet is enabled by an operation of its own (SmartSession, `SmartSessionMode`).
 * UNSAFE_ENABLE asks no registry about the policies.
 */
export type EnableMode = "ENABLE" | "UNSAFE_ENABLE";

/** What the owner signs to enable a session by its first operation. */
export interface EnableDigest {
  /** 32 bytes: what is signed. */
  readonly hash: Hex;
  /** The digests that the hash is made of, a session and a chain each. */
  readonly chainDigests: readonly { readonly chainId: bigint; readonly sessionDigest: Hex }[];
}

/** A session and its owner's leave to enable it: the session's first operation carries it. */
export interface EnableSignature {
  readonly mode: EnableMode;
  readonly session: Session;
  readonly chainDigests: EnableDigest["chainDigests"];
  /** The owner's signature, as the account's ERC-1271 takes it. */
  readonly signature: Hex;
}

/** A user operation's signature by a session, without the session key's part of it. */
export interface DecodedSignature {
  readonly permissionId: Hex;
  /** The session that the operation enables first, where it does. */
  readonly enables?: Session;
}

/** What is particular to a release of SmartSession, behind one interface. */
export interface Release {
  readonly name: "beta";
  /** Every error that the module declares, and those it passes on. */
  readonly errorsAbi: Abi;
  /** What `installModule` hands to the module when it is installed without sessions. */
  readonly installData: Hex;
  /** keccak256(abi.encode(sessionValidator, sessionValidatorInitData, salt)). */
  permissionId(session: Session): Hex;
  /** The account's call that enables sessions, all or none. */
  encodeEnable(sessions: readonly Session[]): Call;
  /**
   * The account's calls that revoke a session for good: it is removed, and a signature that would enable it
   * again no longer does.
   */
  encodeRevoke(permissionId: Hex): readonly Call[];
  /** A user operation's signature by an enabled session (USE mode). */
  encodeUseSignature(permissionId: Hex, signature: Hex): Hex;
  /** A user operation's signature that enables its session first. */
  encodeEnableSignature(enable: EnableSignature, signature: Hex): Hex;
  /** What a user operation's signature says of the session that it uses; undefined for what is none of a session's. */
  decodeSignature(signature: Hex): DecodedSignature | undefined;
  /**
   * The policies that judge an action of an enabled session. Where the release cannot list them, `candidates` are
   * asked for one by one, and no other is found.
   */
  readActionPolicies(
    client: PublicClient<Transport, Chain>,
    parameters: {
      readonly account: Address;
      readonly permissionId: Hex;
      /** keccak256(target ‖ selector). */
      readonly actionId: Hex;
      readonly candidates: readonly Address[];
    },
  ): Promise<readonly Address[]>;
  /** What the owner of an account signs; reads the session's enable nonce from the chain. */
  enableDigest(
    client: PublicClient<Transport, Chain>,
    parameters: { readonly account: Address; readonly session: Session; readonly mode: EnableMode },
  ): Promise<EnableDigest>;
}
