import { type Address, BaseError, ContractFunctionZeroDataError, type Hex } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { AccountKind, ObservedAccount } from "../account/Account.ts";
import type { ActionData, ReleaseName, Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import type { CompiledPermission } from "./compilePermission.ts";
import { toActionConfigId, toActionId, toErc1271ConfigId, toUserOpConfigId } from "./ids.ts";
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
  /** The account that it is a session of. */
  readonly account: Address;
  readonly accountKind: AccountKind;
  readonly chainId: number;
  /** SmartSession's release, and where it stands. */
  readonly release: ReleaseName;
  readonly smartSession: Address;
  /** Whether the account has SmartSession installed: without it no session is used. */
  readonly moduleInstalled: boolean;
  /** EntryPoint's next nonce for an operation that the account hands to SmartSession, key included. */
  readonly nonce: bigint;
  readonly enabled: boolean;
  /** How often enable signatures for it were made void. */
  readonly enableNonce: bigint;
  readonly sessionValidator: Address;
  readonly sessionValidatorData: Hex;
  /** Judge each user operation. */
  readonly userOpPolicies: readonly PolicyOnChain[];
  /** Judge what the session signs for the account (ERC-1271). */
  readonly erc1271Policies: readonly PolicyOnChain[];
  /** Whether a paymaster may pay for its operations. */
  readonly permitERC4337Paymaster: boolean;
  /** Every action that was ever enabled and not removed, by whichever enabling. */
  readonly actions: readonly ActionOnChain[];
}

/** A session that is to be read: as compiled, or its id and the actions that are known of it. */
export type SessionToRead = Pick<CompiledPermission, "permissionId"> & {
  readonly session?: Pick<Session, "actions"> | undefined;
};

/**
 * Reads from the chain what a session may do, and how much of its limits is used.
 *
 * @param world Where the account lives.
 * @param account The account.
 * @param session The session. The chain knows its actions by their hash alone: those that it names are told by
 * target and selector.
 * @returns What the chain holds; for a session that is not enabled, empty lists. The order in which an action's
 * policies are asked is not to be read of the beta: there it is the one that they are compiled in.
 */
export async function readSession(
  world: World,
  account: ObservedAccount,
  { permissionId, session }: SessionToRead,
): Promise<SessionOnChain> {
  const { client, contracts, release } = world;
  const { address } = account;
  const multiplexer = contracts.SmartSession.address;
  const module = { address: multiplexer, abi: smartSessionAbi } as const;
  const policyOnChain = async (
    policyAddress: Address,
    configId: Hex,
    target?: Address,
  ): Promise<PolicyOnChain> => {
    const policy = policyAt(policyAddress);
    const key = { client, configId, multiplexer, account: address, target };
    const state = (await policy?.readState(key).catch(nullWhereThereIsNoCode)) ?? null;
    return { address: policyAddress, name: policy?.name, state };
  };
  const named = new Map(session?.actions.map((action) => [idOf(action), action]));
  const candidates = candidatesOf(session);
  const actionOnChain = async (actionId: Hex): Promise<ActionOnChain> => {
    const { actionTarget: target, actionTargetSelector: selector } = named.get(actionId) ?? {};
    const asked = { account: address, permissionId, actionId, candidates };
    const addresses = await release.readActionPolicies(client, asked);
    const configId = toActionConfigId(address, permissionId, actionId);
    const onChain = await Promise.all(addresses.map((one) => policyOnChain(one, configId, target)));
    return { actionId, target, selector, policies: onChain };
  };

  const ofSession = [permissionId, address] as const;
  const ofAccount = [address, permissionId] as const;
  const [
    moduleInstalled,
    nonce,
    enabled,
    enableNonce,
    [sessionValidator, sessionValidatorData],
    userOpPolicies,
    erc1271Policies,
    permitERC4337Paymaster,
    actionIds,
  ] = await Promise.all([
    account.isInstalled(multiplexer),
    client.readContract({
      address: contracts.EntryPoint.address,
      abi: entryPoint07Abi,
      functionName: "getNonce",
      args: [address, account.nonceKey(multiplexer)],
    }),
    client.readContract({ ...module, functionName: "isPermissionEnabled", args: ofSession }),
    client.readContract({ ...module, functionName: "getNonce", args: ofSession }),
    client.readContract({ ...module, functionName: "getSessionValidatorAndConfig", args: ofAccount }),
    client.readContract({ ...module, functionName: "getUserOpPolicies", args: ofAccount }),
    client.readContract({ ...module, functionName: "getERC1271Policies", args: ofAccount }),
    release.readPaymasterPermit(client, { account: address, permissionId }),
    client.readContract({ ...module, functionName: "getEnabledActions", args: ofAccount }),
  ]);
  const ofOperations = toUserOpConfigId(address, permissionId);
  const ofSignatures = toErc1271ConfigId(address, permissionId);
  return {
    permissionId,
    account: address,
    accountKind: account.kind,
    chainId: world.chainId,
    release: release.name,
    smartSession: multiplexer,
    moduleInstalled,
    nonce,
    enabled,
    enableNonce,
    sessionValidator,
    sessionValidatorData,
    userOpPolicies: await Promise.all(userOpPolicies.map((one) => policyOnChain(one, ofOperations))),
    erc1271Policies: await Promise.all(erc1271Policies.map((one) => policyOnChain(one, ofSignatures))),
    permitERC4337Paymaster,
    actions: await Promise.all(actionIds.map(actionOnChain)),
  };
}

/** A chain may lack a policy, or somebody has taken it away from a simulated one. */
function nullWhereThereIsNoCode(error: unknown): null {
  const isAbsent =
    error instanceof BaseError && error.walk((one) => one instanceof ContractFunctionZeroDataError) !== null;
  if (isAbsent) return null;
  throw error;
}

/** The policies that permissions are compiled to, and others that the session names. */
function candidatesOf(session?: Pick<Session, "actions">): readonly Address[] {
  const named =
    session?.actions.flatMap(({ actionPolicies }) => actionPolicies.map(({ policy }) => policy)) ?? [];
  const known = policies.map(({ address }) => address);
  return [...known, ...named.filter((policy) => policyAt(policy) === undefined)];
}

const idOf = ({ actionTarget, actionTargetSelector }: ActionData) =>
  toActionId(actionTarget, actionTargetSelector);
