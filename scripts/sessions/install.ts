import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { SendOptions } from "./options.ts";
import { runModuleChange } from "./runModuleChange.ts";

/** `sessions install`: installs SmartSession on an account, which it deploys where it is not there yet. */
export default async function install(
  options: SendOptions & { readonly fund: boolean },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runModuleChange(hre, options, "installed");
}
