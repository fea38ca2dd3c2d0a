import type { TaskOverrideActionFunction } from "hardhat/types/tasks";

/** What Hardhat hands in where no `--chain-type` was given; one that is given as `l1` looks the same. */
const notGiven = "l1";

/**
 * `test solidity`: as Hardhat's own, but on a chain of the network's type; where the network is reached over
 * HTTP, of the default network's, for these tests always run in the process. Hardhat takes a simulated
 * network's hardfork alone and leaves the type at `l1`, which knows no hardfork of an OP chain (HHE100). Nor
 * does it ask whether there is such a network.
 *
 * @throws HHE705, Hardhat's own, where no network is called what `--network` says.
 */
const testSolidity: TaskOverrideActionFunction<{ chainType?: string }> = async (given, hre, runSuper) => {
  const { networks } = hre.config;
  const name = hre.globalOptions.network ?? "default"; // where none is named: its type does not say that
  // Only Hardhat can throw its error: asked for a network that is not there, it does.
  const selected = networks[name] ?? (await hre.network.create(name)).networkConfig;
  const network = selected.type === "edr-simulated" ? selected : networks.default;
  const chainType = given.chainType === notGiven ? network?.chainType : undefined;
  return runSuper({ ...given, chainType: chainType ?? given.chainType });
};

export default testSolidity;
