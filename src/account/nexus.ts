import { encodeAbiParameters, encodeFunctionData, type LocalAccount, numberToHex, zeroAddress } from "viem";
import { nexusSetupAbi } from "../abis/nexusAbi.ts";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";
import { accountTraits } from "./accountTraits.ts";
import { demandPieces } from "./demandPieces.ts";
import { oneOwner } from "./oneOwner.ts";
import { signWithValidator } from "./signWithValidator.ts";
import { toOwnedAccount } from "./toOwnedAccount.ts";
import { validatorModules } from "./validatorModules.ts";

/**
 * A Nexus (Biconomy), guarded by OwnableValidator for one owner. It is deployed by its first user operation.
 *
 * @param world Where it lives.
 * @param parameters Its owner, and a salt that tells this owner's accounts apart.
 * @returns The account.
 */
export async function nexus(
  world: World,
  { owner, salt }: { owner: LocalAccount; salt: bigint },
): Promise<Account> {
  const { OwnableValidator } = world.contracts;
  const { NexusBootstrap, NexusAccountFactory } = demandPieces(world, "nexus", [
    "NexusBootstrap",
    "NexusAccountFactory",
  ]);
  // ERC-7484 is for those who name attesters; this account asks no registry.
  const setup = encodeFunctionData({
    abi: nexusSetupAbi,
    functionName: "initNexusWithSingleValidator",
    args: [OwnableValidator.address, oneOwner(owner), zeroAddress, [], 0],
  });
  const initData = encodeAbiParameters(
    [{ type: "address" }, { type: "bytes" }],
    [NexusBootstrap.address, setup],
  );
  const args = [initData, numberToHex(salt, { size: 32 })] as const;
  const address = await world.client.readContract({
    address: NexusAccountFactory.address,
    abi: nexusSetupAbi,
    functionName: "computeAccountAddress",
    args,
  });
  const signEnable = signWithValidator(world, owner);
  const smartAccount = await toOwnedAccount(world, {
    owner,
    address,
    factory: NexusAccountFactory.address,
    factoryData: encodeFunctionData({ abi: nexusSetupAbi, functionName: "createAccount", args }),
    ownerNonceKey: accountTraits.nexus.nonceKey(OwnableValidator.address),
    sign: signEnable,
  });

  return {
    kind: "nexus",
    address,
    owner,
    salt,
    smartAccount,
    machinery: [address],
    ...accountTraits.nexus,
    signEnable,
    ...validatorModules(world, smartAccount),
  };
}
