import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import { parseInput } from "../config/parseInput.ts";
import type { ActionData, PolicyData } from "../world/Release.ts";
import { releaseNamed } from "../world/releaseNamed.ts";
import type { CompiledPermission } from "./compilePermission.ts";
import { toActionConfigId, toActionId, toErc1271ConfigId, toUserOpConfigId } from "./ids.ts";
import type { NotAccepted } from "./Prediction.ts";
import type { Policy } from "./policies/Policy.ts";
import { policyAt } from "./policyAt.ts";
import { checkId } from "./predict/checkId.ts";
import { checkState } from "./predict/checkState.ts";
import { byPolicy, bySmartSession, unknown } from "./predict/notAccepted.ts";
import type { ActionOnChain, PolicyOnChain, SessionOnChain } from "./readSession.ts";
import { onChainSchema } from "./sessionSchema.ts";

/**
 * What the chain holds of a session once it is enabled, which adds to what was enabled under the same id before: the
 * policies that are listed begin anew, the others stay (SmartSession, `enableSessions`).
 *
 * @param state The session before: {@link neverEnabled}, or what `harness.readSession` gave.
 * @param compiled What is enabled.
 * @returns The session afterwards; or why it is not enabled, or why that is not known (then there is a `status`).
 * @throws InvalidInputError for what is no state or no session, and for another session's.
 * @example
 * ```ts
 * const state = afterEnabling(neverEnabled(harness.world, account, session.permissionId), session);
 * if ("status" in state) throw new Error("it would not be enabled");
 * ```
 */
export function afterEnabling(
  state: SessionOnChain,
  { session: given }: Pick<CompiledPermission, "session">,
): SessionOnChain | NotAccepted {
  checkState(state);
  const session = parseInput(onChainSchema, given, "session");
  const { account, permissionId, release, sessionValidator } = state;
  checkId(releaseNamed(release).permissionId(session), permissionId, "session.permissionId");

  const add = (present: readonly PolicyOnChain[], added: readonly PolicyData[], asked: Asked) =>
    addPolicies(state, present, added, asked);
  const ofOperations = { role: "userOp", configId: toUserOpConfigId(account, permissionId) } as const;
  const userOpPolicies = add(state.userOpPolicies, session.userOpPolicies, ofOperations);
  if ("status" in userOpPolicies) return userOpPolicies;
  const ofSignatures = { role: "erc1271", configId: toErc1271ConfigId(account, permissionId) } as const;
  const signed = session.erc7739Policies?.erc1271Policies ?? [];
  const erc1271Policies = add(state.erc1271Policies, signed, ofSignatures);
  if ("status" in erc1271Policies) return erc1271Policies;
  const actions = addActions(state, session.actions);
  if ("status" in actions) return actions;

  const isSet = sessionValidator !== zeroAddress;
  return {
    ...state,
    enabled: true,
    userOpPolicies,
    erc1271Policies,
    actions,
    permitERC4337Paymaster: !releaseNamed(release).limitsPaymasters || !!session.permitERC4337Paymaster,
    sessionValidator: isSet ? sessionValidator : session.sessionValidator,
    sessionValidatorData: isSet ? state.sessionValidatorData : session.sessionValidatorInitData,
  };
}

/** In which role policies are added, and which config they are asked with. */
interface Asked {
  readonly role: Policy<unknown, unknown>["roles"][number];
  readonly configId: Hex;
  readonly target?: Address;
}

function addActions(
  state: SessionOnChain,
  added: readonly ActionData[],
): readonly ActionOnChain[] | NotAccepted {
  let actions = state.actions;
  for (const { actionTarget: target, actionTargetSelector: selector, actionPolicies } of added) {
    if ([zeroAddress, state.smartSession].some((one) => isAddressEqual(one, target))) {
      return bySmartSession("InvalidActionId", {});
    }
    const actionId = toActionId(target, selector);
    const before = actions.find((action) => action.actionId === actionId);
    const configId = toActionConfigId(state.account, state.permissionId, actionId);
    const asked = { role: "action", configId, target } as const;
    const policies = addPolicies(state, before?.policies ?? [], actionPolicies, asked);
    if ("status" in policies) return policies;
    const action = { actionId, target, selector, policies };
    actions = before ? actions.map((one) => (one === before ? action : one)) : [...actions, action];
  }
  return actions;
}

/** A policy that is there already keeps its place and begins anew. */
function addPolicies(
  state: SessionOnChain,
  present: readonly PolicyOnChain[],
  added: readonly PolicyData[],
  { role, configId, target }: Asked,
): readonly PolicyOnChain[] | NotAccepted {
  const policies = [...present];
  for (const { policy: address, initData } of added) {
    const policy = policyAt(address);
    if (!policy) return unknown(`how the policy at ${address} is configured`);
    if (!policy.roles.includes(role)) return bySmartSession("UnsupportedPolicy", { policy: address });
    const key = { configId, multiplexer: state.smartSession, account: state.account, target };
    const answer = policy.predictEnable(initData, key);
    if (!answer) return unknown(`how ${policy.name} reads its init data: it is not well formed`);
    if (!answer.passes) return byPolicy(state, policy, answer, "enable");
    const enabled = { address, name: policy.name, state: answer.state };
    const index = policies.findIndex((one) => isAddressEqual(one.address, address));
    policies.splice(index < 0 ? policies.length : index, 1, enabled);
  }
  return policies;
}
