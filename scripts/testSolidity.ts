import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

/** What Hardhat hands in where no `--chain-type` was given. */
const notGiven = "l1";

/**
 * `test solidity`: as Hardhat's own, but on a chain of the network's type; where the network is reached over
 * HTTP, of the default network's, for these tests always run in the process. Hardhat takes a simulated
 * network's hardfork alone and leaves the type at `l1`, which knows no hardfork of an OP chain (HHE100).
 */
const testSolidity: TaskOverrideActionFunction<{ chainType?: string }> = (given, hre, runSuper) => {
  const { networks } = hre.config;
  const selected = networks[hre.globalOptions.network ?? "default"];
  const network = selected?.type === "edr-simulated" ? selected : networks.default;
  const chainType = given.chainType === notGiven ? network?.chainType : undefined;
  return runSuper({ ...given, chainType: chainType ?? given.chainType });
};

export default testSolidity;
