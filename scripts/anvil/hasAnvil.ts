import { spawnSync } from "node:child_process";

/**
 * Whether there is an anvil on PATH. One that is there and cannot be run is: starting it says why.
 *
 * @param command Default: anvil.
 * @returns Whether it is there.
 */
export function hasAnvil(command = "anvil"): boolean {
  const { error } = spawnSync(command, ["--version"], { stdio: "ignore" });
  return (error as NodeJS.ErrnoException | undefined)?.code !== "ENOENT";
}
