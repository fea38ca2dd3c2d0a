import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Address, isAddress } from "viem";
import {
  findTarget,
  InvalidInputError,
  type KnownAddresses,
  readDeployments,
  type SessionEntry,
} from "../../src/index.ts";
import { deploymentsFolder } from "../targets/deploymentsFolder.ts";

/** Where targets stand. */
export interface FoundTargets {
  /** Gives an entry's target; it throws InvalidInputError for one that is not deployed. */
  targetOf(entry: Pick<SessionEntry, "target">): Address;
  /** The same; undefined for one that is not deployed. */
  lookUp(entry: Pick<SessionEntry, "target">): Address | undefined;
  /** Those that were deployed, by their names: no rule is held to what is known from hearsay alone. */
  readonly targets: NonNullable<KnownAddresses["targets"]>;
}

/**
 * Finds where the targets of a sessions file stand: those that it names, by the file of deployments.
 *
 * @param hre Hardhat.
 * @param chain What the chain's files are kept under, and the network's name.
 * @param progress Is told of a target that is known from hearsay alone.
 * @returns The targets.
 * @throws DeploymentsFileError.
 */
export async function findTargets(
  hre: HardhatRuntimeEnvironment,
  { key, network }: { readonly key: string; readonly network: string },
  progress: (text: string) => void,
): Promise<FoundTargets> {
  const deployments = await readDeployments(deploymentsFolder(hre), key);
  const told = new Set<string>();
  const deployed = deployments.targets.filter(({ source }) => source === "deployed");
  const targets = Object.fromEntries(deployed.map(({ name, address }) => [name, address]));
  const lookUp: FoundTargets["lookUp"] = ({ target: named }) => {
    if (isAddress(named, { strict: false })) return named;
    const target = findTarget(deployments, named);
    if (target && target.source !== "deployed" && !told.has(named)) {
      told.add(named);
      progress(`${named} is ${target.address} by the ${target.source}: look at its code before you grant it`);
    }
    return target?.address;
  };
  const targetOf: FoundTargets["targetOf"] = (entry) => {
    const address = lookUp(entry);
    if (address) return address;
    const { target } = entry;
    throw new InvalidInputError([
      {
        field: "target",
        value: target,
        problem: `is not known to be deployed on the chain of ${network}`,
        remedy: `Deploy it (./harness targets deploy ${target} --network ${network}), or give its address.`,
      },
    ]);
  };
  return { targetOf, lookUp, targets };
}
