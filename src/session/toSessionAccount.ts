import { getAccountNonce } from "permissionless/actions";
import { type Address, type Hex, type LocalAccount, zeroAddress } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import { smartSessionAbi } from "../abis/smartSessionAbi.ts";
import type { Account } from "../account/Account.ts";
import { stubSignature } from "../account/stubSignature.ts";
import { userOperationHash } from "../account/userOperationHash.ts";
import type { EnableSignature, Session } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import type { CompiledPermission } from "./compilePermission.ts";
import { ownableValidator, sessionValidatorAt } from "./sessionValidatorAt.ts";

/** A session that is to be used: its id, or as compiled, which saves a question to the chain. */
export type SessionToUse =
  | Hex
  | (Pick<CompiledPermission, "permissionId"> & { readonly session?: Session | undefined });

/**
 * The account as a session drives it: the nonce hands the operation to SmartSession, and the session key
 * signs, in the form that the session's validator takes. It fits wherever viem or permissionless take a smart account.
 *
 * @param world Where the account lives.
 * @param account The account.
 * @param session The session. Where its validator is not known from it, or from `enable`, the chain is asked, once.
 * @param key The session's key. Another key signs as well; the session then refuses.
 * @param enable The enable signature, where the session is not enabled yet: the operation enables it first.
 * @returns A viem smart account that signs by the session. Its `signUserOperation` throws KeyCannotSignHashError
 * for a key that signs messages only, where the session's validator takes the hash as it is. For a validator that is not
 * known here the hash is signed as it is.
 * @example
 * ```ts
 * const client = createSmartAccountClient({
 *   account: toSessionAccount(world, account, session, key),
 *   client: world.client,
 *   bundlerTransport: await instantBundler(world),
 * });
 * ```
 */
export function toSessionAccount(
  world: World,
  account: Account,
  session: SessionToUse,
  key: LocalAccount,
  enable?: EnableSignature,
): SmartAccount {
  const { client, release, contracts } = world;
  const { permissionId, session: compiled } =
    typeof session === "string" ? { permissionId: session, session: undefined } : session;
  const encodeSignature = (signature: Hex) =>
    enable
      ? release.encodeEnableSignature(enable, signature)
      : release.encodeUseSignature(permissionId, signature);
  const nonceKey = account.nonceKey(contracts.SmartSession.address);
  // The id covers the validator: what it is once, it stays.
  let known = enable?.session.sessionValidator ?? validatorOf(compiled);
  const findValidator = async () => {
    known ??= await readValidator(world, account.address, permissionId);
    return sessionValidatorAt(known ?? zeroAddress) ?? ownableValidator;
  };
  /** The validator that a session names, if it is the session of this id. */
  function validatorOf(given?: Session): Address | undefined {
    return given && release.permissionId(given) === permissionId ? given.sessionValidator : undefined;
  }

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
      const validator = await findValidator();
      return encodeSignature(await validator.sign(key, hash));
    },
  };
}

/** The validator of an enabled session; undefined for one that is not, which takes no signature of any form. */
async function readValidator(
  { client, contracts }: World,
  account: Address,
  permissionId: Hex,
): Promise<Address | undefined> {
  const [validator] = await client.readContract({
    address: contracts.SmartSession.address,
    abi: smartSessionAbi,
    functionName: "getSessionValidatorAndConfig",
    args: [account, permissionId],
  });
  return validator === zeroAddress ? undefined : validator;
}
