import { type Hex, zeroAddress } from "viem";
import type { ObservedAccount } from "../account/Account.ts";
import { observedAccountSchema } from "../account/accountSchema.ts";
import { parseInput } from "../config/parseInput.ts";
import { bytes32Schema } from "../config/schemas.ts";
import type { World } from "../world/World.ts";
import type { SessionOnChain } from "./readSession.ts";

/**
 * What the chain holds of a session that was never enabled, on an account that has SmartSession installed and never
 * sent an operation by it. Nothing is read.
 *
 * @param world Whose release it is for.
 * @param account The account.
 * @param permissionId The session.
 * @returns The session.
 * @throws InvalidInputError for what is no account or no id.
 * @example
 * ```ts
 * const state = neverEnabled(harness.world, account, session.permissionId);
 * ```
 */
export function neverEnabled(
  world: Pick<World, "chainId" | "contracts" | "release">,
  account: ObservedAccount,
  permissionId: Hex,
): SessionOnChain {
  parseInput(observedAccountSchema, account, "account");
  parseInput(bytes32Schema, permissionId, "permissionId");
  const smartSession = world.contracts.SmartSession.address;
  return {
    permissionId,
    account: account.address,
    accountKind: account.kind,
    chainId: world.chainId,
    release: world.release.name,
    smartSession,
    moduleInstalled: true,
    nonce: account.nonceKey(smartSession) << 64n,
    enabled: false,
    enableNonce: 0n,
    sessionValidator: zeroAddress,
    sessionValidatorData: "0x",
    userOpPolicies: [],
    erc1271Policies: [],
    permitERC4337Paymaster: !world.release.limitsPaymasters,
    actions: [],
  };
}
