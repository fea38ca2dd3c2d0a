import { verifyContract } from "@nomicfoundation/hardhat-verify/verify";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { DeployedTarget, HeldTarget } from "../../src/index.ts";
import { asHardhatError } from "./asHardhatError.ts";

/**
 * Has the Blockscout of the selected network verify a target's sources, or say that it has.
 *
 * @param hre Hardhat.
 * @param target The target.
 * @returns Whether it has verified them, and why not.
 */
export async function verifySources(
  hre: HardhatRuntimeEnvironment,
  { address, contract, constructorArguments, transaction }: DeployedTarget,
): Promise<NonNullable<HeldTarget["sources"]>> {
  const { log } = console;
  try {
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    // hardhat-verify tells what it does, and standard output is the result alone.
    console.log = console.error;
    await verifyContract(
      {
        address,
        contract,
        constructorArgs: constructorArguments,
        creationTxHash: transaction,
        provider: "blockscout",
      },
      hre,
    );
    return { state: "verified" };
  } catch (error) {
    const known = asHardhatError(error);
    if (!known) throw error;
    return { state: "refused", reason: known.formattedMessage };
  } finally {
    console.log = log;
  }
}
