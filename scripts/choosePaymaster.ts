import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type PaymasterService, paymasterService, paymasterVariables } from "../src/index.ts";
import { demandHttpUrl } from "./demandHttpUrl.ts";
import { readVariable } from "./readVariable.ts";

/**
 * Chooses the paymaster service (ERC-7677) that pays for a command's operations: the one at its option `--paymaster-url`,
 * else the one at the network's variable.
 *
 * @param hre Hardhat; the network is the selected one.
 * @param option What `--paymaster-url` was given, if it was.
 * @returns The service; undefined where there is none, and the account pays.
 * @throws InvalidInputError naming the option or the variable where it is no URL.
 */
export async function choosePaymaster(
  hre: HardhatRuntimeEnvironment,
  option: string | undefined,
): Promise<PaymasterService | undefined> {
  const name = paymasterVariables[hre.globalOptions.network ?? "default"];
  const url = option ?? (name && (await readVariable(hre, name)));
  if (!url && option === undefined) return undefined;
  const field = option === undefined ? (name ?? "") : "paymasterUrl";
  return paymasterService(demandHttpUrl(url ?? "", field, "Give the URL of a paymaster service (ERC-7677)."));
}
