import { getAccountNonce } from "permissionless/actions";
import { decode7579Calls, encode7579Calls } from "permissionless/utils";
import { type Address, type Hex, hashMessage, hashTypedData, type LocalAccount } from "viem";
import {
  entryPoint07Abi,
  type SmartAccount,
  type SmartAccountImplementation,
  toSmartAccount,
} from "viem/account-abstraction";
import type { World } from "../world/World.ts";
import { stubSignature } from "./stubSignature.ts";
import { userOperationHash } from "./userOperationHash.ts";

/** What is particular to an account that a validator of its owner guards. */
export interface OwnedAccountParameters {
  readonly owner: LocalAccount;
  readonly address: Address;
  /** The contract that EntryPoint asks to deploy it, and what it is asked. */
  readonly factory: Address;
  readonly factoryData: Hex;
  /** The nonce key that hands the owner's operations to that validator. */
  readonly ownerNonceKey: bigint;
  /** The owner's signature over a hash, as the account's ERC-1271 takes it. */
  sign(hash: Hex): Promise<Hex>;
}

/**
 * An ERC-7579 account that a validator of its owner guards (OwnableValidator, or Startale's), as viem knows it: its
 * owner signs.
 *
 * @param world Where it lives.
 * @param parameters Owner, address, deployment, nonce key and signature.
 * @returns The smart account.
 */
export async function toOwnedAccount(
  world: World,
  { owner, address, factory, factoryData, ownerNonceKey, sign }: OwnedAccountParameters,
): Promise<SmartAccount> {
  const { client, contracts } = world;
  const entryPoint = { abi: entryPoint07Abi, address: contracts.EntryPoint.address, version: "0.7" } as const;
  const implementation: SmartAccountImplementation<typeof entryPoint07Abi, "0.7"> = {
    client,
    entryPoint,
    getAddress: async () => address,
    getFactoryArgs: async () => ({ factory, factoryData }),
    encodeCalls: async (calls) =>
      encode7579Calls({ mode: { type: calls.length > 1 ? "batchcall" : "call" }, callData: calls }),
    decodeCalls: async (data) => decode7579Calls(data).callData,
    // viem's default key is the time of day, which the account would take for a validator's address.
    getNonce: () =>
      getAccountNonce(client, { address, entryPointAddress: entryPoint.address, key: ownerNonceKey }),
    getStubSignature: async () => stubSignature,
    signMessage: ({ message }) => sign(hashMessage(message)),
    signTypedData: (typedData) => sign(hashTypedData(typedData as Parameters<typeof hashTypedData>[0])),
    signUserOperation: (userOperation) =>
      // Either validator takes the operation's hash with the prefix of eth_sign.
      owner.signMessage({
        message: { raw: userOperationHash(world, { ...userOperation, sender: address, signature: "0x" }) },
      }),
  };
  return toSmartAccount(implementation);
}
