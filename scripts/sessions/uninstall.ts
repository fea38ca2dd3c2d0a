import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { SendOptions } from "./options.ts";
import { runModuleChange } from "./runModuleChange.ts";

/** `sessions uninstall`: takes SmartSession off an account, which ends its sessions. */
export default async function uninstall(options: SendOptions, hre: HardhatRuntimeEnvironment): Promise<void> {
  await runModuleChange(hre, { ...options, fund: false }, "uninstalled");
}
