import type { Account } from "../account/Account.ts";
import type { EnableMode, EnableSignature } from "../world/Release.ts";
import type { World } from "../world/World.ts";
import type { CompiledPermission } from "./compilePermission.ts";

/**
 * Has the owner sign that a session may be enabled by its first operation. Nothing is sent. The signature holds
 * until the session is enabled by it, or its enable nonce moves (see `Release.encodeRevoke`).
 *
 * @param world Where the account lives.
 * @param account The account, whose owner signs.
 * @param compiled The session.
 * @param mode Whether a registry is asked about the session's policies (ENABLE) or not (UNSAFE_ENABLE).
 * @returns What the session's first operation carries.
 */
export async function signEnable(
  world: World,
  account: Account,
  { session }: Pick<CompiledPermission, "session">,
  mode: EnableMode,
): Promise<EnableSignature> {
  const { hash, chainDigests } = await world.release.enableDigest(world.client, {
    account: account.address,
    session,
    mode,
  });
  return { mode, session, chainDigests, signature: await account.signEnable(hash) };
}
