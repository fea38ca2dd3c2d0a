import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Address, isAddress, isAddressEqual } from "viem";
import {
  DeployerNotFundedError,
  DeploymentChangedError,
  type DeploymentDone,
  type DeploymentPlan,
  type Deployments,
  deployReport,
  InvalidInputError,
  planReport,
  readDeployments,
  type TargetName,
  targetNames,
  toJson,
  writeDeployments,
} from "../../src/index.ts";
import { isPublicRpc } from "../isPublicRpc.ts";
import { missingVariables } from "../missingVariables.ts";
import { type KeptChain, openChain } from "../openChain.ts";
import { readVariable } from "../readVariable.ts";
import { runAtEdge } from "../runAtEdge.ts";
import { deploymentsFolder } from "./deploymentsFolder.ts";
import { deriveTargets } from "./deriveTargets.ts";
import { estimateDeployment } from "./estimateDeployment.ts";
import { deployerVariable, findDeployer } from "./findDeployer.ts";
import { progress } from "./progress.ts";
import { type Journal, readJournal } from "./readJournal.ts";
import { runIgnition } from "./runIgnition.ts";

interface Options {
  readonly names: readonly string[];
  readonly treasury: string | undefined;
  readonly dryRun: boolean;
  readonly json: boolean;
}

/** `targets deploy`: the presets' contracts on a chain that outlives the command, by Ignition. */
export default async function deployTargets(
  { names, treasury, dryRun, json }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runAtEdge(
    async () => {
      const asked: Asked = { names: parseNames(names), treasury: parseTreasury(treasury) };
      if (!dryRun && isPublicRpc(hre) && !(await readVariable(hre, deployerVariable))) {
        throw missingDeployer(hre.globalOptions.network ?? "");
      }
      const chain = await openChain(hre, progress);
      await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
      if (dryRun) {
        const plan = await planDeployment(hre, chain, asked);
        console.log(json ? toJson({ dryRun: true, ...plan }) : planReport(plan));
      } else {
        const done = await deploy(hre, chain, asked);
        console.log(json ? toJson({ dryRun: false, ...done }) : deployReport(done));
      }
      return true;
    },
    { json },
  );
}

/** What is to be deployed, and who is paid for NFTs; undefined where that is not said. */
interface Asked {
  readonly names: readonly TargetName[];
  readonly treasury: Address | undefined;
}

/** Says what would be done; nothing is sent, and nothing written. */
async function planDeployment(
  hre: HardhatRuntimeEnvironment,
  chain: KeptChain,
  asked: Asked,
): Promise<DeploymentPlan> {
  const { journal, standing, names } = await takeStock(hre, chain, asked);
  const deployer =
    (names.length > 0 ? (await findDeployer(hre, chain))?.address : undefined) ?? journal.deployer;
  const treasury = asked.treasury ?? journal.treasury ?? deployer;
  const { network, key, client } = chain;
  return {
    network,
    key,
    deployer: deployer ?? null,
    balance: deployer ? await client.getBalance({ address: deployer }) : null,
    treasury: treasury ?? null,
    standing,
    estimate: await estimateDeployment(chain, { names, deployer, treasury }),
  };
}

async function deploy(
  hre: HardhatRuntimeEnvironment,
  chain: KeptChain,
  asked: Asked,
): Promise<DeploymentDone> {
  const { network, key } = chain;
  const folder = deploymentsFolder(hre);
  const stock = await takeStock(hre, chain, asked);
  const sent = stock.names.length > 0 ? await deployMissing(hre, chain, asked, stock) : 0;
  const targets =
    stock.names.length > 0 ? await deriveTargets(chain, await readJournal(folder, key)) : stock.standing;
  const heard = stock.heard.filter(({ name }) => !targets.some((target) => target.name === name));
  // Written also where nothing was sent: a run that is cut short after its last transaction leaves that to the next.
  const file = await writeDeployments(folder, key, {
    chainId: chain.chainId,
    targets: inOrder([...targets, ...heard]),
  });
  return { network, key, sent, file, targets: inOrder(targets) };
}

async function deployMissing(
  hre: HardhatRuntimeEnvironment,
  chain: KeptChain,
  asked: Asked,
  { journal, names }: Stock,
): Promise<number> {
  const deployer = await findDeployer(hre, chain);
  if (!deployer) {
    throw missingDeployer(chain.network);
  }
  if (journal.deployer && !isAddressEqual(journal.deployer, deployer.address)) {
    throw new DeploymentChangedError({
      key: chain.key,
      differences: [`${journal.deployer} has begun to deploy, and ${deployer.address} would go on.`],
      remedies: [
        `Go on with the key of ${journal.deployer}.`,
        `To give up what was begun, move ${journal.folder} away: what was deployed until then stays on the chain.`,
      ],
    });
  }
  const treasury = asked.treasury ?? journal.treasury ?? deployer.address;
  if (!journal.deployer) {
    const { cost } = await estimateDeployment(chain, { names, deployer: deployer.address, treasury });
    const balance = await chain.client.getBalance(deployer);
    if (balance < cost) throw new DeployerNotFundedError({ deployer: deployer.address, balance, cost });
  }
  progress(`${deployer.address} deploys ${names.join(", ")} on ${chain.network} …`);
  const all = targetNames.filter((name) => names.includes(name) || journal.begun.includes(name));
  return runIgnition(hre, chain, { journal, names: all, deployer, treasury });
}

type Stock = Awaited<ReturnType<typeof takeStock>>;

/** What was deployed, and what is still to be: what is asked for, and what an earlier run has begun. */
async function takeStock(
  hre: HardhatRuntimeEnvironment,
  chain: KeptChain,
  { names: asked, treasury: given }: Asked,
) {
  const folder = deploymentsFolder(hre);
  const journal = await readJournal(folder, chain.key);
  const filed = await readDeployments(folder, chain.key);
  checkFile(filed, chain, journal);
  const standing = await deriveTargets(chain, journal);
  if (given && journal.treasury && !isAddressEqual(given, journal.treasury)) {
    throw new DeploymentChangedError({
      key: chain.key,
      differences: [`The treasury of the NFT is ${journal.treasury}, and ${given} is given.`],
      remedies: [
        "Leave --treasury out, or give the one of before: a contract's treasury is for good.",
        `To deploy all of them anew, move ${journal.folder} away, and the file of deployments.`,
      ],
    });
  }
  const names = targetNames.filter(
    (name) =>
      (asked.includes(name) || journal.begun.includes(name)) &&
      !standing.some((target) => target.name === name),
  );
  const heard = filed.targets.filter(({ source }) => source !== "deployed");
  return { journal, standing: inOrder(standing), heard, names };
}

/** A file that knows more than the journal would be overwritten by what the journal knows. */
function checkFile({ targets }: Deployments, { key }: KeptChain, { deployed, folder }: Journal): void {
  const unknown = targets.filter(
    ({ source, address }) =>
      source === "deployed" && !deployed.some((one) => isAddressEqual(one.address, address)),
  );
  if (unknown.length === 0) return;
  throw new DeploymentChangedError({
    key,
    differences: unknown.map(
      ({ name, address }) =>
        `The file of deployments has ${name} at ${address}, which Ignition's journal does not have.`,
    ),
    remedies: [
      `Take the journal from where it was written, version control for a live chain: ${folder}`,
      "To deploy anew all the same, move the file of deployments away.",
    ],
  });
}

const inOrder = <Named extends { readonly name: TargetName }>(targets: readonly Named[]) =>
  [...targets].sort((one, other) => targetNames.indexOf(one.name) - targetNames.indexOf(other.name));

function parseNames(names: readonly string[]): readonly TargetName[] {
  const [first, ...rest] = names
    .filter((name) => !targetNames.some((known) => known === name))
    .map((value) => ({
      field: "names",
      value,
      problem: "is no target that is known here",
      remedy: `Give some of: ${targetNames.join(", ")}; or none, for all.`,
    }));
  if (first) throw new InvalidInputError([first, ...rest]);
  return names.length === 0 ? targetNames : (names as readonly TargetName[]);
}

function parseTreasury(text: string | undefined): Address | undefined {
  if (text === undefined || isAddress(text)) return text;
  throw new InvalidInputError([
    {
      field: "treasury",
      value: text,
      problem: "is not an address, or has a wrong checksum",
      remedy: "Give 0x and 40 hexadecimal digits, or leave it out: the deployer is paid.",
    },
  ]);
}

const missingDeployer = (network: string) =>
  missingVariables([
    {
      name: deployerVariable,
      what: `${network} is a live chain, and nobody is named who deploys on it`,
      remedy: `Keep the key encrypted (./harness keystore set ${deployerVariable}), or set the variable; --dry-run needs none.`,
    },
  ]);
