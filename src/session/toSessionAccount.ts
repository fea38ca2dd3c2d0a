import { getAccountNonce } from "permissionless/actions";
import type { Hex, LocalAccount } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import type { Account } from "../account/Account.ts";
import { signHash } from "../account/signHash.ts";
import { stubSignature } from "../account/stubSignature.ts";
import { userOperationHash } from "../account/userOperationHash.ts";
import type { EnableSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";

/**
 * The account as a session drives it: the nonce hands the operation to SmartSession, and the session key
 * signs. It fits wherever viem or permissionless take a smart account.
 *
 * @param world Where the account lives.
 * @param account The account.
 * @param permissionId The session.
 * @param key The session's key. Another key signs as well; the session then refuses.
 * @param enable The enable signature, where the session is not enabled yet: the operation enables it first.
 * @returns A viem smart account that signs by the session. Its `signUserOperation` throws KeyCannotSignHashError
 * for a key that signs messages only.
 * @example
 * ```ts
 * const client = createSmartAccountClient({
 *   account: toSessionAccount(world, account, session.permissionId, key),
 *   client: world.client,
 *   bundlerTransport: await instantBundler(world),
 * });
 * ```
 */
export function toSessionAccount(
  world: World,
  account: Account,
  permissionId: Hex,
  key: LocalAccount,
  enable?: EnableSignature,
): SmartAccount {
  const { client, release, contracts } = world;
  const encodeSignature = (signature: Hex) =>
    enable
      ? release.encodeEnableSignature(enable, signature)
      : release.encodeUseSignature(permissionId, signature);
  const nonceKey = account.nonceKey(contracts.SmartSession.address);
  return {
    ...account.smartAccount,

    getNonce: () =>
      getAccountNonce(client, {
        address: account.address,
        entryPointAddress: contracts.EntryPoint.address,
        key: nonceKey,
      }),

    getStubSignature: async () => encodeSignature(stubSignature),

    async signUserOperation(parameters) {
      const hash = userOperationHash(world, { ...parameters, sender: account.address, signature: "0x" });
      // The session validator takes the hash as it is, without the prefix of eth_sign.
      return encodeSignature(await signHash(key, hash));
    },
  };
}
