import { toSafeSmartAccount } from "permissionless/accounts";
import {
  type Address,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  hexToBigInt,
  type LocalAccount,
} from "viem";
import { entryPoint07Address } from "viem/account-abstraction";
import { erc7579AccountAbi, validatorModuleType } from "../abis/erc7579AccountAbi.ts";
import { safe7579ErrorsAbi } from "../abis/safe7579Abi.ts";
import { ModuleNotInstalledError } from "../errors/account.ts";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";

/** The first and the last entry of the account's linked list of validators. */
const sentinel = "0x0000000000000000000000000000000000000001";
/** More validators than any account here has. */
const pageSize = 100n;

/**
 * A Safe 1.4.1 with the Safe7579 adapter, owned by one key. It is deployed by its first user operation.
 *
 * @param world Where it lives.
 * @param parameters Its owner, and a salt that tells this owner's accounts apart.
 * @returns The account.
 */
export async function safe7579(
  world: World,
  { owner, salt }: { owner: LocalAccount; salt: bigint },
): Promise<Account> {
  const { client, contracts } = world;
  const smartAccount = await toSafeSmartAccount({
    client,
    owners: [owner],
    version: "1.4.1",
    entryPoint: { address: entryPoint07Address, version: "0.7" },
    safe4337ModuleAddress: contracts.Safe7579.address,
    erc7579LaunchpadAddress: contracts.Safe7579Launchpad.address,
    safeProxyFactoryAddress: contracts.SafeProxyFactory.address,
    safeSingletonAddress: contracts.Safe.address,
    attesters: [],
    attestersThreshold: 0,
    saltNonce: salt,
    // viem's default key is the time of day, which Safe7579 would take for a validator's address.
    nonceKey: 0n,
  });
  const { address } = smartAccount;
  const isDeployed = async () => (await client.getCode({ address })) !== undefined;

  return {
    kind: "safe7579",
    address,
    owner,
    smartAccount,
    machinery: [address, contracts.Safe7579.address],
    errorsAbi: safe7579ErrorsAbi,

    nonceKey: (validator) => hexToBigInt(concat([validator, "0x00000000"])),

    encodeInstall: (validator, initData) => ({
      to: address,
      data: encodeFunctionData({
        abi: erc7579AccountAbi,
        functionName: "installModule",
        args: [validatorModuleType, validator, initData],
      }),
    }),

    async encodeUninstall(validator) {
      const [validators] = (await isDeployed())
        ? await client.readContract({
            address,
            abi: erc7579AccountAbi,
            functionName: "getValidatorsPaginated",
            args: [sentinel, pageSize],
          })
        : [[]];
      const index = validators.findIndex((one) => one.toLowerCase() === validator.toLowerCase());
      if (index < 0) throw new ModuleNotInstalledError({ account: address, module: validator });
      const previous: Address = validators[index - 1] ?? sentinel;
      const deInitData = encodeAbiParameters([{ type: "address" }, { type: "bytes" }], [previous, "0x"]);
      return {
        to: address,
        data: encodeFunctionData({
          abi: erc7579AccountAbi,
          functionName: "uninstallModule",
          args: [validatorModuleType, validator, deInitData],
        }),
      };
    },

    async isInstalled(validator) {
      if (!(await isDeployed())) return false;
      return client.readContract({
        address,
        abi: erc7579AccountAbi,
        functionName: "isModuleInstalled",
        args: [validatorModuleType, validator, "0x"],
      });
    },
  };
}
