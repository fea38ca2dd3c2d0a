import type { EnabledPolicy, PolicyType, SessionUsed, UsageFact } from "../UsageFact.ts";
import { recordedBy } from "./recordedBy.ts";
import { accountOf, type ModuleLog, type SessionLog, type UsageLog } from "./usageLogs.ts";

type LifecycleLog = SessionLog | ModuleLog;
type LogOf<Name extends LifecycleLog["eventName"]> = Extract<LifecycleLog, { readonly eventName: Name }>;
type PolicyLog = LogOf<"PolicyEnabled" | "PolicyDisabled">;

/** SmartSession's `PolicyType`. */
const policyTypes: Readonly<Record<number, PolicyType>> = { 1: "userOp", 2: "action", 3: "erc1271" };

/**
 * What logs say of the lives of sessions. SmartSession says first what a session is enabled with, then its validator where
 * it had none, and SessionCreated last, unless a first use enables it: of a session that is enabled already, that says no
 * more than its policies, and the operation's signature tells.
 *
 * @param logs The logs of a block, in their order.
 * @param timestamp The block's time, in Unix seconds.
 * @param uses The block's operations.
 * @returns The facts.
 */
export function lifecycleFacts(
  logs: readonly UsageLog[],
  timestamp: bigint,
  uses: readonly SessionUsed[],
): readonly UsageFact[] {
  const ofLives = logs.filter((log) => log.eventName !== "UserOperationEvent");
  const facts: UsageFact[] = [];
  /** Of these it does not show yet whether a session is enabled with them, or they change one that is. */
  let pending: LogOf<"PolicyEnabled" | "PermissionIdPermit4337Paymaster">[] = [];
  const enable = (log: SessionLog, by: "call" | "first use") => {
    const { permissionId } = log.args;
    const policies = pending.flatMap((one) => (one.eventName === "PolicyEnabled" ? [policyOf(one)] : []));
    const permitsPaymasters = pending.some((one) => "enabled" in one.args && one.args.enabled);
    const type = "sessionEnabled";
    facts.push({ ...recordedBy(log, timestamp), type, permissionId, by, policies, permitsPaymasters });
    pending = [];
  };
  const change = () => {
    const last = pending.at(-1);
    if (last && uses.some((use) => enables(use, last))) return enable(last, "first use");
    facts.push(...pending.map((log) => plainFact(log, timestamp)));
    pending = [];
  };

  for (const [index, log] of ofLives.entries()) {
    if (pending[0] && !isOfSame(pending[0], log)) change();
    switch (log.eventName) {
      case "PolicyEnabled":
      case "PermissionIdPermit4337Paymaster":
        pending.push(log);
        break;
      case "SessionValidatorEnabled": {
        const next = ofLives[index + 1];
        if (next?.eventName !== "SessionCreated" || !isOfSame(log, next)) enable(log, "first use");
        break;
      }
      case "SessionCreated":
        enable(log, "call");
        break;
      case "SessionValidatorDisabled":
        break; // SessionRemoved follows.
      default:
        change();
        facts.push(plainFact(log, timestamp));
    }
  }
  change();
  return facts;
}

/** Whether a log is of the same session, in the same transaction. */
function isOfSame(one: SessionLog, other: LifecycleLog): boolean {
  return (
    "permissionId" in other.args &&
    one.transactionHash === other.transactionHash &&
    one.args.permissionId === other.args.permissionId &&
    accountOf(one) === accountOf(other)
  );
}

/** Whether an operation enables the session that a log is of. */
const enables = (use: SessionUsed, log: SessionLog): boolean =>
  use.enables !== undefined &&
  use.transactionHash === log.transactionHash &&
  use.permissionId === log.args.permissionId &&
  use.account === accountOf(log);

const policyOf = ({ args: { policyType, policy } }: PolicyLog): EnabledPolicy => ({
  policyType: policyTypes[policyType] ?? "userOp",
  policy,
});

/** What a log says by itself. */
function plainFact(
  log: Exclude<
    LifecycleLog,
    LogOf<"SessionCreated" | "SessionValidatorEnabled" | "SessionValidatorDisabled">
  >,
  timestamp: bigint,
): UsageFact {
  const at = recordedBy(log, timestamp);
  switch (log.eventName) {
    case "SessionRemoved":
      return { ...at, type: "sessionRemoved", permissionId: log.args.permissionId };
    case "NonceIterated": {
      const { permissionId, newValue: enableNonce } = log.args;
      return { ...at, type: "enableSignaturesVoided", permissionId, enableNonce };
    }
    case "PolicyEnabled":
      return { ...at, type: "policyEnabled", permissionId: log.args.permissionId, ...policyOf(log) };
    case "PolicyDisabled":
      return { ...at, type: "policyDisabled", permissionId: log.args.permissionId, ...policyOf(log) };
    case "ActionIdDisabled": {
      const { permissionId, actionId } = log.args;
      return { ...at, type: "actionDisabled", permissionId, actionId };
    }
    case "PermissionIdPermit4337Paymaster": {
      const { permissionId, enabled: permitted } = log.args;
      return { ...at, type: "paymasterPermitSet", permissionId, permitted };
    }
    case "ModuleInstalled":
      return { ...at, type: "moduleInstalled" };
    case "ModuleUninstalled":
      return { ...at, type: "moduleUninstalled" };
  }
}
