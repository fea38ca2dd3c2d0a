import {
  type Address,
  BaseError,
  getAddress,
  type Hex,
  isAddressEqual,
  LimitExceededRpcError,
  size,
  slice,
  zeroAddress,
} from "viem";
import { erc7579AccountAbi } from "../abis/erc7579AccountAbi.ts";
import { HarnessError } from "../errors/HarnessError.ts";
import { canonicalAddress } from "../world/canonicalAddress.ts";
import type { World } from "../world/World.ts";
import type { AccountKind, ObservedAccount } from "./Account.ts";
import { accountTraits } from "./accountTraits.ts";
import { isValidatorInstalled } from "./isValidatorInstalled.ts";

/** What deploys an account that is not there yet (ERC-4337 v0.7). */
export interface Deployment {
  readonly factory?: Address | undefined;
  readonly factoryData?: Hex | undefined;
}

/** How ERC-7579's `accountId()` begins: vendor, account, and the versions of which the kind's traits hold. */
const accountIds: readonly (readonly [string, AccountKind])[] = [
  ["rhinestone.safe7579.v1.", "safe7579"],
  ["biconomy.nexus.1.", "nexus"],
  ["kernel.advanced.v0.3.", "kernel"],
  ["uMSA.advanced/withHook.v0.1", "reference"],
  ["startale.smart-account.1.", "startale"],
];

/** Where a Safe keeps its fallback handler, which is the Safe7579 adapter (`FallbackManager`). */
const fallbackHandlerSlot = "0x6c9a6c4a39284e37ed1cf53d337577d14212a4870fb976a4366c693b939918d5";

/**
 * Tells of what kind somebody's account is: by what it says itself (ERC-7579, `accountId`), or where it is not deployed
 * yet, by the factory that is to deploy it. Its owner is not needed.
 *
 * @param world Where it lives.
 * @param address The account.
 * @param deployment What deploys it, where an operation says so.
 * @returns What is known of it; undefined where it is of no kind that is known.
 * @example
 * ```ts
 * const account = await recogniseAccount(world, userOperation.sender, userOperation);
 * ```
 */
export async function recogniseAccount(
  world: World,
  address: Address,
  deployment: Deployment = {},
): Promise<ObservedAccount | undefined> {
  const { client } = world;
  const isDeployed = (await client.getCode({ address })) !== undefined;
  const kind = isDeployed ? await askKind(world, address) : kindOfFactory(world, deployment);
  if (!kind) return undefined;
  const adapter = kind === "safe7579" ? await adapterOf(world, address) : undefined;
  return {
    kind,
    address,
    machinery: [address, ...(adapter ? [adapter] : [])],
    ...accountTraits[kind],
    isInstalled: (validator) => isValidatorInstalled(client, address, validator),
  };
}

async function askKind({ client }: World, address: Address): Promise<AccountKind | undefined> {
  try {
    const id = await client.readContract({ address, abi: erc7579AccountAbi, functionName: "accountId" });
    return accountIds.find(([beginning]) => id.startsWith(beginning))?.[1];
  } catch (error) {
    const isOfChain = (cause: unknown) =>
      cause instanceof HarnessError || cause instanceof LimitExceededRpcError;
    const ofChain = error instanceof BaseError && error.walk(isOfChain);
    if (ofChain) throw ofChain;
    return undefined; // It has no such function: it is no account of ERC-7579.
  }
}

function kindOfFactory(
  { contracts }: World,
  { factory, factoryData = "0x" }: Deployment,
): AccountKind | undefined {
  if (!factory) return undefined;
  const is = (contract: { readonly address: Address } | undefined) =>
    contract !== undefined && isAddressEqual(contract.address, factory);
  if (is(contracts.NexusAccountFactory)) return "nexus";
  if (is(contracts.KernelFactory)) return "kernel";
  if (is(contracts.ReferenceAccountFactory)) return "reference";
  if (isAddressEqual(canonicalAddress("StartaleAccountFactory"), factory)) return "startale";
  const launchpad = contracts.Safe7579Launchpad?.address.slice(2).toLowerCase();
  // A Safe of any sort comes from this factory: the launchpad makes it a Safe7579.
  const isLaunched = launchpad !== undefined && factoryData.toLowerCase().includes(launchpad);
  return is(contracts.SafeProxyFactory) && isLaunched ? "safe7579" : undefined;
}

async function adapterOf({ client, contracts }: World, address: Address): Promise<Address | undefined> {
  const word = await client.getStorageAt({ address, slot: fallbackHandlerSlot });
  const handler = word && size(word) === 32 ? getAddress(slice(word, 12)) : zeroAddress;
  return handler === zeroAddress ? contracts.Safe7579?.address : handler;
}
