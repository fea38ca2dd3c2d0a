import { join, resolve } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/**
 * The folder of deployments.
 *
 * @param hre Hardhat.
 * @returns What the environment says (`SMART_SESSIONS_DEPLOYMENTS`), else `deployments` in the project.
 */
export function deploymentsFolder(hre: HardhatRuntimeEnvironment): string {
  const { SMART_SESSIONS_DEPLOYMENTS: folder } = process.env;
  return folder ? resolve(folder) : join(hre.config.paths.root, "deployments");
}
