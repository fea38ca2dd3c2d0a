import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { changeModule } from "./changeModule.ts";
import type { SendOptions } from "./options.ts";

/** `sessions uninstall`: takes SmartSession off an account, which ends its sessions. */
export default async function uninstall(options: SendOptions, hre: HardhatRuntimeEnvironment): Promise<void> {
  await changeModule(hre, { ...options, fund: false }, "uninstalled");
}
