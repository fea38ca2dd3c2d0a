import type { Abi, Address, Hex } from "viem";
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
  /** The permissionId that such a signature names. */
  decodeUseSignature(signature: Hex): Hex;
}
