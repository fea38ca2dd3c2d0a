import { type Hex, isAddressEqual, toHex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { userOperationHash } from "../../account/userOperationHash.ts";
import { handledOperations } from "../../outcome/handledOperations.ts";
import type { World } from "../../world/World.ts";
import { readOperation } from "./readOperation.ts";

/** A user operation out of a bundle. */
export interface Bundled {
  readonly userOpHash: Hex;
  readonly operation: UserOperation<"0.7">;
}

/**
 * The user operations of a transaction, out of its call data.
 *
 * @param world Where.
 * @param hash The transaction.
 * @returns The operations in their order; none where it does not call EntryPoint's `handleOps` itself.
 */
export async function bundledIn(world: World, hash: Hex): Promise<readonly Bundled[]> {
  const { to, input } = await world.client.getTransaction({ hash });
  return to && isAddressEqual(to, world.contracts.EntryPoint.address) ? bundled(world, input) : [];
}

/** Only an operation that can be read whole is told: its hash is of all of it. */
const bundled = (world: World, data: Hex): readonly Bundled[] =>
  handledOperations(data).flatMap((packed) => {
    const read = readOperation({ ...packed, nonce: toHex(packed.nonce) });
    if (!read || !("operation" in read)) return [];
    const { operation } = read;
    return [{ userOpHash: userOperationHash(world, operation), operation }];
  });
