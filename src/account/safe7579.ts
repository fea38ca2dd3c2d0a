import { toSafeSmartAccount } from "permissionless/accounts";
import { concat, type LocalAccount, zeroAddress } from "viem";
import { entryPoint07Address } from "viem/account-abstraction";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";
import { accountTraits } from "./accountTraits.ts";
import { demandPieces } from "./demandPieces.ts";
import { validatorModules } from "./validatorModules.ts";

const pieces = ["Safe7579", "Safe7579Launchpad", "SafeProxyFactory", "Safe"] as const;

/**
 * A Safe 1.4.1 with the Safe7579 adapter, owned by one key. It is deployed by its first user operation.
 *
 * @param world Where it lives.
 * @param parameters Its owner, and a salt that tells this owner's accounts apart.
 * @returns The account.
 * @throws AccountKindNotPresentError where a live chain lacks its contracts.
 */
export async function safe7579(
  world: World,
  { owner, salt }: { owner: LocalAccount; salt: bigint },
): Promise<Account> {
  const { client } = world;
  const { Safe7579, Safe7579Launchpad, SafeProxyFactory, Safe } = demandPieces(world, "safe7579", pieces);
  const smartAccount = await toSafeSmartAccount({
    client,
    owners: [owner],
    version: "1.4.1",
    entryPoint: { address: entryPoint07Address, version: "0.7" },
    safe4337ModuleAddress: Safe7579.address,
    erc7579LaunchpadAddress: Safe7579Launchpad.address,
    safeProxyFactoryAddress: SafeProxyFactory.address,
    safeSingletonAddress: Safe.address,
    attesters: [],
    attestersThreshold: 0,
    saltNonce: salt,
    // viem's default key is the time of day, which Safe7579 would take for a validator's address.
    nonceKey: 0n,
  });
  const { address } = smartAccount;

  return {
    kind: "safe7579",
    address,
    owner,
    salt,
    smartAccount,
    machinery: [address, Safe7579.address],
    ...accountTraits.safe7579,

    // No validator named: the Safe's own owners sign.
    async signEnable(hash) {
      const signature = await owner.signTypedData({
        domain: { chainId: world.chainId, verifyingContract: address },
        types: { SafeMessage: [{ name: "message", type: "bytes" }] },
        primaryType: "SafeMessage",
        message: { message: hash },
      });
      return concat([zeroAddress, signature]);
    },

    ...validatorModules(world, smartAccount),
  };
}
