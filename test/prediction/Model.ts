import type { Hex } from "viem";
import {
  type ActionOnChain,
  afterEnabling,
  type PolicyOnChain,
  type Session,
  type SessionOnChain,
} from "../../src/index.ts";

/** What a chain is thought to hold of an account's sessions. */
export class Model {
  readonly #sessions: Map<Hex, SessionOnChain>;
  /** The chain's time, in Unix seconds. */
  time: bigint;
  nonce: bigint;
  moduleInstalled = true;

  /**
   * @param sessions The account's sessions, none of them enabled yet.
   * @param time The chain's time, in Unix seconds.
   */
  constructor(sessions: readonly SessionOnChain[], time: bigint) {
    this.#sessions = new Map(sessions.map((session) => [session.permissionId, session]));
    this.time = time;
    this.nonce = sessions[0]?.nonce ?? 0n;
  }

  /** A session as it stands. */
  of(permissionId: Hex): SessionOnChain {
    const session = this.#sessions.get(permissionId);
    if (!session) throw new Error(`the walk has no session ${permissionId}`);
    return { ...session, nonce: this.nonce, moduleInstalled: this.moduleInstalled };
  }

  /** A session has come to stand so. */
  set(session: SessionOnChain): void {
    this.#sessions.set(session.permissionId, session);
    this.nonce = session.nonce;
  }

  /** The owner has enabled a session. */
  enable(permissionId: Hex, session: Session): void {
    const after = afterEnabling(this.of(permissionId), { session });
    if ("status" in after) throw new Error(`the walk enables what cannot be: ${JSON.stringify(after)}`);
    this.set(after);
  }

  /** The owner has removed a session: how often it was enabled by its use is kept, and nothing else. */
  remove(permissionId: Hex): void {
    const session = this.of(permissionId);
    this.set({
      ...session,
      enabled: false,
      userOpPolicies: [],
      erc1271Policies: [],
      actions: [],
      permitERC4337Paymaster: session.release === "beta",
      sessionValidator: "0x0000000000000000000000000000000000000000",
      sessionValidatorData: "0x",
    });
  }

  /** The owner has made void what was signed to enable a session. */
  revokeEnableSignature(permissionId: Hex): void {
    const session = this.of(permissionId);
    this.set({ ...session, enableNonce: session.enableNonce + 1n });
  }

  /** The owner has uninstalled SmartSession, which removes every session that is enabled. */
  uninstall(): void {
    for (const { permissionId, enabled } of [...this.#sessions.values()])
      if (enabled) this.remove(permissionId);
    this.moduleInstalled = false;
  }

  /** The owner has disabled a policy of the session as a whole. */
  disableUserOpPolicy(permissionId: Hex, policy: PolicyOnChain): void {
    const session = this.of(permissionId);
    this.set({ ...session, userOpPolicies: without(session.userOpPolicies, policy) });
  }

  /** The owner has disabled a policy of an action; with its last one the action goes, too. */
  disableActionPolicy(permissionId: Hex, action: ActionOnChain, policy: PolicyOnChain): void {
    const session = this.of(permissionId);
    const next = { ...action, policies: without(action.policies, policy) };
    const actions =
      next.policies.length > 0
        ? session.actions.map((one) => (one.actionId === action.actionId ? next : one))
        : without(session.actions, action);
    this.set({ ...session, actions });
  }

  /** The owner has disabled an action. */
  disableAction(permissionId: Hex, action: ActionOnChain): void {
    const session = this.of(permissionId);
    this.set({ ...session, actions: without(session.actions, action) });
  }

  /** Every session as it stands. */
  all(): readonly SessionOnChain[] {
    return [...this.#sessions.keys()].map((permissionId) => this.of(permissionId));
  }
}

/** SmartSession's sets put their last entry in the place of one that is removed. */
function without<One>(list: readonly One[], removed: One): readonly One[] {
  const index = list.indexOf(removed);
  const last = list.at(-1) as One;
  return list.slice(0, -1).map((one, position) => (position === index ? last : one));
}
