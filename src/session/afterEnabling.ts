import { type Address, type Hex, isAddressEqual, zeroAddress } from "viem";
import type { ActionData, PolicyData, Session } from "../world/Release.ts";
import { releaseNamed } from "../world/releaseNamed.ts";
import { toActionConfigId, toActionId, toUserOpConfigId } from "./ids.ts";
import type { Stop } from "./Prediction.ts";
import type { PolicyRole } from "./policies/Policy.ts";
import { policyAt } from "./policyAt.ts";
import { byPolicy, bySmartSession, unknown } from "./predict/stop.ts";
import type { ActionOnChain, PolicyOnChain, SessionOnChain } from "./readSession.ts";

/**
 * What the chain holds of a session once it is enabled, which adds to what was enabled under the same id before: the
 * policies that are listed begin anew, the others stay (SmartSession, `enableSessions`).
 *
 * @param state The session before.
 * @param session What is enabled.
 * @returns The session afterwards, or why it is not enabled.
 */
export function afterEnabling(state: SessionOnChain, session: Session): SessionOnChain | Stop {
  const { account, permissionId } = state;
  const forOperations = { role: "userOp", configId: toUserOpConfigId(account, permissionId) } as const;
  const userOpPolicies = addPolicies(state, state.userOpPolicies, session.userOpPolicies, forOperations);
  if ("status" in userOpPolicies) return userOpPolicies;
  const actions = addActions(state, session.actions);
  if ("status" in actions) return actions;

  const isSet = state.sessionValidator !== zeroAddress;
  return {
    ...state,
    enabled: true,
    userOpPolicies,
    actions,
    erc1271Policies: addErc1271Policies(state.erc1271Policies, session),
    permitERC4337Paymaster: !releaseNamed(state.release).limitsPaymasters || !!session.permitERC4337Paymaster,
    sessionValidator: isSet ? state.sessionValidator : session.sessionValidator,
    sessionValidatorData: isSet ? state.sessionValidatorData : session.sessionValidatorInitData,
  };
}

function addActions(state: SessionOnChain, added: readonly ActionData[]): readonly ActionOnChain[] | Stop {
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
  {
    role,
    configId,
    target,
  }: { readonly role: PolicyRole; readonly configId: Hex; readonly target?: Address },
): readonly PolicyOnChain[] | Stop {
  const policies = [...present];
  for (const { policy: address, initData } of added) {
    const policy = policyAt(address);
    if (!policy) return unknown(`how the policy at ${address} is configured`);
    if (!policy.roles.includes(role)) return bySmartSession("UnsupportedPolicy", { policy: address });
    const key = { configId, multiplexer: state.smartSession, account: state.account, target };
    const answer = policy.predictEnable(initData, key);
    if (!answer.passes) return byPolicy(state, policy, answer, "enable");
    const enabled = { address, name: policy.name, state: answer.state };
    const index = policies.findIndex((one) => isAddressEqual(one.address, address));
    policies.splice(index < 0 ? policies.length : index, 1, enabled);
  }
  return policies;
}

/** What they judge is signed, not sent: they are listed and not asked here. */
function addErc1271Policies(present: readonly PolicyOnChain[], { erc7739Policies }: Session) {
  const added = erc7739Policies?.erc1271Policies.map(({ policy: address }) => address) ?? [];
  const others = added.filter((address) => !present.some((one) => isAddressEqual(one.address, address)));
  return [...present, ...others.map((address) => ({ address, name: policyAt(address)?.name, state: null }))];
}
