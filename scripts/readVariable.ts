import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

/** A default that no variable has: with one, the keystore asks for its password only where it holds the variable. */
const none = "";

/**
 * Reads one of Hardhat's configuration variables: the environment's, else the keystore's (`hardhat keystore set NAME`),
 * which asks for its password where it holds the variable.
 *
 * @param hre Hardhat.
 * @param name The variable.
 * @returns What it is set to; undefined where it is set nowhere, or to nothing.
 */
export async function readVariable(
  hre: HardhatRuntimeEnvironment,
  name: string,
): Promise<string | undefined> {
  const variable = { _type: "ConfigurationVariable", name, default: none } as const;
  const value = await hre.hooks.runHandlerChain(
    "configurationVariables",
    "fetchValue",
    [variable],
    async () => process.env[name] ?? none,
  );
  return value === none ? undefined : value;
}
