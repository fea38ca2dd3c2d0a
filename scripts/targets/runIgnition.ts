import {
  errorDeploymentResultToExceptionMessage,
  HardhatArtifactResolver,
} from "@nomicfoundation/hardhat-ignition/helpers";
import {
  type DeploymentResult,
  DeploymentResultType,
  deploy,
  type ExecutionEventListener,
} from "@nomicfoundation/ignition-core";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";
import {
  DeploymentChangedError,
  DeploymentFailedError,
  HarnessError,
  type TargetName,
} from "../../src/index.ts";
import type { KeptChain } from "../openChain.ts";
import { asHardhatError } from "./asHardhatError.ts";
import { describeCause } from "./describeCause.ts";
import type { Deployer } from "./findDeployer.ts";
import { placeLost } from "./placeLost.ts";
import { progress } from "./progress.ts";
import type { Journal } from "./readJournal.ts";
import { targetOfFuture, targetsModule } from "./targetsModule.ts";

/** What is to be deployed, and where that is written down. */
export interface Deployment {
  readonly journal: Journal;
  /** All that is to stand in the end. */
  readonly names: readonly TargetName[];
  readonly deployer: Deployer;
  readonly treasury: Address;
}

/**
 * Has Ignition deploy what its journal does not have yet.
 *
 * @param hre Hardhat.
 * @param chain The chain.
 * @param deployment What is to be deployed.
 * @returns How many transactions were sent.
 * @throws DeploymentChangedError where the journal has begun something else; DeploymentFailedError where it does not come to
 * its end; TransactionWaitsError where it cannot be known yet what became of a transaction.
 */
export async function runIgnition(
  hre: HardhatRuntimeEnvironment,
  chain: KeptChain,
  { journal, names, deployer, treasury }: Deployment,
): Promise<number> {
  let sent = 0;
  const artifactResolver = new HardhatArtifactResolver(hre.artifacts);
  const run = () =>
    deploy({
      artifactResolver,
      provider: deployer.provider,
      deploymentDir: journal.folder,
      ignitionModule: targetsModule(names, treasury),
      deploymentParameters: {},
      accounts: [deployer.address],
      defaultSender: deployer.address,
      executionEventListener: listener(() => {
        sent += 1;
      }),
      // Nobody reorganizes a simulated chain, and it need not mine by itself: one confirmation is enough.
      config: chain.instance === undefined ? {} : { requiredConfirmations: 1, blockPollingInterval: 100 },
    });
  try {
    const result = await untilPlaced(run, (lost) =>
      placeLost({ ...lost, chain, artifactResolver, folder: journal.folder }),
    );
    checkResult(result, chain, journal);
  } catch (error) {
    if (error instanceof HarnessError) throw error;
    throw new DeploymentFailedError({ problem: describeCause(error), cause: error });
  }
  return sent;
}

/** HHE10410 of Hardhat, TRANSACTION_LOST. */
const transactionLost = 10_410;

/** A transaction that Ignition was about to send when it was interrupted: whether it was sent is not in the journal. */
interface Lost {
  readonly futureId: string;
  readonly sender: Address;
  readonly nonce: number;
}

/** Ignition asks a person to find each lost transaction. */
async function untilPlaced(
  run: () => Promise<DeploymentResult>,
  place: (lost: Lost) => Promise<void>,
): Promise<DeploymentResult> {
  const placed = new Set<string>();
  for (;;) {
    try {
      return await run();
    } catch (error) {
      const known = asHardhatError(error);
      const lost = known?.messageArguments as Lost | undefined;
      if (known?.number !== transactionLost || !lost || placed.has(lost.futureId)) throw error;
      placed.add(lost.futureId);
      await place(lost);
    }
  }
}

function checkResult(result: DeploymentResult, { key }: KeptChain, { id, folder }: Journal): void {
  if (result.type === DeploymentResultType.SUCCESSFUL_DEPLOYMENT) return;
  if (result.type === DeploymentResultType.RECONCILIATION_ERROR) {
    throw new DeploymentChangedError({
      key,
      differences: Object.values(result.errors).flat(),
      remedies: [
        "Run it with the same key, the same --treasury and the same contracts as before.",
        `To give up what was begun, move ${folder} away: what was deployed until then stays on the chain.`,
      ],
    });
  }
  const problem = errorDeploymentResultToExceptionMessage(result);
  const wiped = "errors" in result ? Object.keys(result.errors) : [...result.failed, ...result.timedOut];
  throw new DeploymentFailedError({
    problem,
    remedies: wiped
      .map((one) => (typeof one === "string" ? one : one.futureId))
      .map((future) => `To begin ${future} anew: ./harness ignition wipe ${id} "${future}"`),
  });
}

/** Tells how far Ignition is; what it does not tell is passed over. */
function listener(onSent: () => void): ExecutionEventListener {
  const nameOf = (future: string) => targetOfFuture(future) ?? future;
  const told: Partial<ExecutionEventListener> = {
    async deploymentStart({ isResumed }) {
      if (isResumed) progress("going on where the last run stopped …");
    },
    async transactionSend({ futureId, hash }) {
      onSent();
      progress(`${nameOf(futureId)}: sent ${hash}, waiting for it …`);
    },
    async onchainInteractionBumpFees({ futureId }) {
      progress(`${nameOf(futureId)}: not mined in time, sending it again for more …`);
    },
    async deploymentExecutionStateComplete({ futureId, result }) {
      if ("result" in result) progress(`${nameOf(futureId)}: stands at ${result.result}`);
    },
  };
  const passOver = async () => {};
  return new Proxy(told as ExecutionEventListener, {
    get: (target, event) => Reflect.get(target, event) ?? passOver,
  });
}
