import type { Abi, Address, Chain, Hex, PublicClient, Transport } from "viem";
import type { Call } from "./Call.ts";

/** The releases of SmartSession that the harness speaks to. */
export type ReleaseName = "v1" | "beta";

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

/** What a session may sign for the account (ERC-1271 by ERC-7739; SmartSession, `ERC7739Data`). */
export interface Erc7739Policies {
  readonly allowedERC7739Content: readonly {
    /** The EIP-712 domain separator of the app that asks for the signature. */
    readonly appDomainSeparator: Hex;
    /** The types that may be signed, as EIP-712 encodes them: `Mail(address to,string contents)`. */
    readonly contentNames: readonly string[];
  }[];
  readonly erc1271Policies: readonly PolicyData[];
}

/** What is enabled on chain (SmartSession, `Session`). */
export interface Session {
  readonly sessionValidator: Address;
  readonly sessionValidatorInitData: Hex;
  readonly salt: Hex;
  readonly userOpPolicies: readonly PolicyData[];
  readonly actions: readonly ActionData[];
  /** Default: it signs nothing. */
  readonly erc7739Policies?: Erc7739Policies;
  /** Whether paymasters may pay for its operations. Default: no. The beta has no such switch: it lets any pay. */
  readonly permitERC4337Paymaster?: boolean;
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

/** A session and its owner's signature that it may be enabled: the session's first operation carries it. */
export interface EnableSignature {
  readonly mode: EnableMode;
  readonly session: Session;
  readonly chainDigests: EnableDigest["chainDigests"];
  /** The owner's signature, as the account's ERC-1271 takes it. */
  readonly signature: Hex;
}

/** A user operation's signature by a session. */
export interface DecodedSignature {
  readonly permissionId: Hex;
  /** The session key's part of it. */
  readonly signature: Hex;
  /** The session that the operation enables first, where it does. */
  readonly enables?: Session;
  /** The owner's signature for that. */
  readonly enable?: EnableSignature;
}

/** What is particular to a release of SmartSession, behind one interface. */
export interface Release {
  readonly name: ReleaseName;
  /** Every error that the module declares, and those it passes on. */
  readonly errorsAbi: Abi;
  /** Whether a session has to permit paymasters (`permitERC4337Paymaster`). */
  readonly limitsPaymasters: boolean;
  /** Whether a call to SmartSession itself is an action of its own, which the fallback action does not stand for. */
  readonly setsOwnCallsApart: boolean;
  /** What `installModule` hands to the module: the sessions that are enabled with it. */
  encodeInstallData(sessions: readonly Session[]): Hex;
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
  /** The sessions that an account has enabled; undefined where the release cannot list them. */
  readPermissionIds(
    client: PublicClient<Transport, Chain>,
    account: Address,
  ): Promise<readonly Hex[] | undefined>;
  /** Whether an enabled session permits that a paymaster pays for its operations. */
  readPaymasterPermit(
    client: PublicClient<Transport, Chain>,
    parameters: { readonly account: Address; readonly permissionId: Hex },
  ): Promise<boolean>;
  /**
   * The error that it refuses an execution mode with (ERC-7579, a byte each of call type and execution type);
   * undefined for single calls and batches of the default type.
   */
  refusesMode(mode: {
    readonly callType: Hex;
    readonly execType: Hex;
  }): { readonly code: string; readonly args: Readonly<Record<string, unknown>> } | undefined;
  /** The digest of a session that its enable signature is about (`getSessionDigest`), at an enable nonce. */
  sessionDigest(parameters: {
    readonly account: Address;
    readonly session: Session;
    readonly mode: EnableMode;
    readonly nonce: bigint;
  }): Hex;
  /** What the owner of an account signs; reads the session's enable nonce from the chain. */
  enableDigest(
    client: PublicClient<Transport, Chain>,
    parameters: { readonly account: Address; readonly session: Session; readonly mode: EnableMode },
  ): Promise<EnableDigest>;
}
