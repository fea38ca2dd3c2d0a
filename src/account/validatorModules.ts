import { encodeInstallModule, encodeUninstallModule } from "permissionless/utils";
import { type Address, encodeAbiParameters, type Hex, isAddressEqual } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import { erc7579AccountAbi } from "../abis/erc7579AccountAbi.ts";
import { ModuleNotInstalledError } from "../errors/account.ts";
import type { Call } from "../world/Call.ts";
import type { World } from "../world/World.ts";
import type { Account } from "./Account.ts";
import { isValidatorInstalled } from "./isValidatorInstalled.ts";

/** The first and the last entry of an account's linked list of validators. */
const sentinel = "0x0000000000000000000000000000000000000001";
/** More validators than any account here has. */
const pageSize = 100n;

/** How an account's validators are installed, uninstalled, and found. */
export type ValidatorModules = Pick<Account, "encodeInstall" | "encodeUninstall" | "isInstalled">;

/** What an account hands to `installModule` and `uninstallModule`, where that is its own. */
export interface ModuleData {
  /** Default: what the module is given. */
  readonly install?: (initData: Hex) => Hex;
  /** Default: the validator's predecessor in the account's linked list, and nothing for the module. */
  readonly uninstall?: Hex;
}

/**
 * How an ERC-7579 account's validators are installed and uninstalled.
 *
 * @param world Where it lives.
 * @param account The account.
 * @param moduleData What is particular to its kind. Default: as accounts that keep a linked list have it.
 * @returns The part of {@link Account} that is about modules.
 */
export function validatorModules(
  { client }: World,
  account: SmartAccount,
  moduleData: ModuleData = {},
): ValidatorModules {
  const { address } = account;
  const isInstalled = (validator: Address) => isValidatorInstalled(client, address, validator);

  return {
    isInstalled,

    encodeInstall(validator, initData) {
      const context = moduleData.install?.(initData) ?? initData;
      const modules = { type: "validator", address: validator, context } as const;
      return onlyCall(encodeInstallModule({ account, modules }));
    },

    async encodeUninstall(validator) {
      if (!(await isInstalled(validator))) {
        throw new ModuleNotInstalledError({ account: address, module: validator });
      }
      const context = moduleData.uninstall ?? (await unlink(validator));
      const modules = { type: "validator", address: validator, context } as const;
      return onlyCall(encodeUninstallModule({ account, modules }));
    },
  };

  async function unlink(validator: Address): Promise<Hex> {
    const [validators] = await client.readContract({
      address,
      abi: erc7579AccountAbi,
      functionName: "getValidatorsPaginated",
      args: [sentinel, pageSize],
    });
    const index = validators.findIndex((one) => isAddressEqual(one, validator));
    return encodeAbiParameters(
      [{ type: "address" }, { type: "bytes" }],
      [validators[index - 1] ?? sentinel, "0x"],
    );
  }
}

function onlyCall([call]: readonly Call[]): Call {
  return call as Call;
}
