import type { Address, Hex } from "viem";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { ActionData, Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import type { CompiledPermission } from "./compilePermission.ts";
import { toActionConfigId, toActionId, toUserOpConfigId } from "./ids.ts";
import { policies, policyAt } from "./policyAt.ts";

/** A policy of a session, as it stands on chain. */
export interface PolicyOnChain {
  readonly address: Address;
  /** Its name; undefined where it is none of ours. */
  readonly name: string | undefined;
  /** Its limits and counters; null where it has none or they are not to be read. */
  readonly state: unknown;
}

/** An action of a session, as it stands on chain. */
export interface ActionOnChain {
  /** keccak256(target ‖ selector): the chain holds no more of it. */
  readonly actionId: Hex;
  /** What it stands for, where it was given to {@link readSession}. */
  readonly target: Address | undefined;
  readonly selector: Hex | undefined;
  readonly policies: readonly PolicyOnChain[];
}

/** What a session may do, as the chain holds it. */
export interface SessionOnChain {
  readonly permissionId: Hex;
  readonly enabled: boolean;
  /** How often enable signatures for it were made void. */
  readonly enableNonce: bigint;
  readonly sessionValidator: Address;
  readonly sessionValidatorData: Hex;
  /** Judge each user operation. */
  readonly userOpPolicies: readonly PolicyOnChain[];
  /** Judge what the session signs for the account (ERC-1271). */
  readonly erc1271Policies: readonly PolicyOnChain[];
  /** Every action that was ever enabled and not removed, by whichever enabling. */
  readonly actions: readonly ActionOnChain[];
}

/**
 * Reads from the chain what a session may do, and how much of its limits is used.
 *
 * @param world Where the account lives.
 * @param account The account.
 * @param session The session. The chain knows its actions by their hash alone: those that it names are told by
 * target and selector.
 * @returns What the chain holds; for a session that is not enabled, empty lists.
 */
export async function readSession(
  world: World,
  account: Address,
  { permissionId, session }: Pick<CompiledPermission, "permissionId"> & Partial<CompiledPermission>,
): Promise<SessionOnChain> {
  const { client, contracts } = world;
  const multiplexer = contracts.SmartSession.address;
  const module = { address: multiplexer, abi: smartSessionAbi } as const;
  const policyOnChain = async (address: Address, configId: Hex, target?: Address): Promise<PolicyOnChain> => {
    const policy = policyAt(address);
    const state = (await policy?.readState({ client, configId, multiplexer, account, target })) ?? null;
    return { address, name: policy?.name, state };
  };
  const named = new Map(session?.actions.map((action) => [idOf(action), action]));
  const candidates = candidatesOf(session);
  const actionOnChain = async (actionId: Hex): Promise<ActionOnChain> => {
    const { actionTarget: target, actionTargetSelector: selector } = named.get(actionId) ?? {};
    const addresses = await world.release.readActionPolicies(client, {
      account,
      permissionId,
      actionId,
      candidates,
    });
    const configId = toActionConfigId(account, permissionId, actionId);
    const onChain = await Promise.all(addresses.map((one) => policyOnChain(one, configId, target)));
    return { actionId, target, selector, policies: onChain };
  };

  const ofSession = [permissionId, account] as const;
  const ofAccount = [account, permissionId] as const;
  const [enabled, enableNonce, validator, userOpPolicies, erc1271Policies, actionIds] = await Promise.all([
    client.readContract({ ...module, functionName: "isPermissionEnabled", args: ofSession }),
    client.readContract({ ...module, functionName: "getNonce", args: ofSession }),
    client.readContract({ ...module, functionName: "getSessionValidatorAndConfig", args: ofAccount }),
    client.readContract({ ...module, functionName: "getUserOpPolicies", args: ofAccount }),
    client.readContract({ ...module, functionName: "getERC1271Policies", args: ofAccount }),
    client.readContract({ ...module, functionName: "getEnabledActions", args: ofAccount }),
  ]);
  const configId = toUserOpConfigId(account, permissionId);
  return {
    permissionId,
    enabled,
    enableNonce,
    sessionValidator: validator[0],
    sessionValidatorData: validator[1],
    userOpPolicies: await Promise.all(userOpPolicies.map((one) => policyOnChain(one, configId))),
    erc1271Policies: await Promise.all(erc1271Policies.map((one) => policyOnChain(one, configId))),
    actions: await Promise.all(actionIds.map(actionOnChain)),
  };
}

/** The policies that permissions are compiled to, and others that the session names. */
function candidatesOf(session?: Session): readonly Address[] {
  const named =
    session?.actions.flatMap(({ actionPolicies }) => actionPolicies.map(({ policy }) => policy)) ?? [];
  const known = policies.map(({ address }) => address);
  return [...known, ...named.filter((policy) => policyAt(policy) === undefined)];
}

const idOf = ({ actionTarget, actionTargetSelector }: ActionData) =>
  toActionId(actionTarget, actionTargetSelector);
