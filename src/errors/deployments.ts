import type { Address } from "viem";
import { HarnessError } from "./HarnessError.ts";

/** A file of deployments cannot be read or written, or does not hold what it should. */
export class DeploymentsFileError extends HarnessError {
  override readonly code = "DEPLOYMENTS_FILE";
  /** The file's path. */
  readonly file: string;

  /** @param parameters Which file, what is wrong with it, continuing "The file …"; the cause. */
  constructor({ file, problem, cause }: { file: string; problem: string; cause?: unknown }) {
    super(`The file of deployments ${file} ${problem}.`, {
      remedies: [
        "Where it is damaged, take it from version control again, or move it away: ./harness targets deploy --network NAME writes it anew from Ignition's journal, and sends nothing for what stands already.",
      ],
      cause,
    });
    this.file = file;
  }
}

/** Nothing is known to stand on a chain. */
export class NoDeploymentsError extends HarnessError {
  override readonly code = "NO_DEPLOYMENTS";
  /** The chain's key. */
  readonly key: string;

  /** @param parameters The chain's key, and the network's name. */
  constructor({ key, network }: { key: string; network: string }) {
    super(`No target is known to stand on the chain ${key}.`, {
      remedies: [
        `Deploy them: ./harness targets deploy --network ${network}`,
        "A local chain that is served anew is another chain: what was deployed on the last is gone with it.",
      ],
    });
    this.key = key;
  }
}

/** A chain is simulated in the process of the command: what is deployed on it is gone when the command ends. */
export class ChainEndsWithProcessError extends HarnessError {
  override readonly code = "CHAIN_ENDS_WITH_PROCESS";
  /** The network's name. */
  readonly network: string;

  /** @param parameters The network's name. */
  constructor({ network }: { network: string }) {
    super(`The network ${network} is a chain in this command's own process, and ends with it.`, {
      remedies: [
        "For a local chain that stays, serve one in another terminal (./harness world serve), and give --network localhost.",
        "For a live one, give --network soneiumMinato or --network soneium.",
      ],
    });
    this.network = network;
  }
}

/** A contract that the journal of deployments has, and the chain has not. */
export interface AbsentContract {
  readonly name: string;
  readonly address: Address;
}

/** The journal says that contracts were deployed, and the chain does not have them. Nothing was sent or overwritten. */
export class DeploymentNotOnChainError extends HarnessError {
  override readonly code = "DEPLOYMENT_NOT_ON_CHAIN";
  /** The chain's key. */
  readonly key: string;
  /** The contracts that are not there. */
  readonly absent: readonly AbsentContract[];

  /** @param parameters The chain's key, the contracts, at least one, and the folder of the journal. */
  constructor({
    key,
    absent,
    journal,
  }: {
    key: string;
    absent: readonly AbsentContract[];
    journal: string;
  }) {
    const names = absent.map(({ name, address }) => `${name} (${address})`).join(", ");
    super(
      `The journal of the chain ${key} says that these were deployed, and there they are not: ${names}.`,
      {
        remedies: [
          "Look whether the RPC is that of the chain that you mean, and has all of its blocks: one that lags behind will have them later.",
          `Where the chain itself was reset or reorganized, move ${journal} away, and run this again: it deploys them anew.`,
        ],
      },
    );
    this.key = key;
    this.absent = absent;
  }
}

/** What is to be deployed is not what the journal or the file of deployments has. Nothing was sent or overwritten. */
export class DeploymentChangedError extends HarnessError {
  override readonly code = "DEPLOYMENT_CHANGED";
  /** What differs, a sentence each. */
  readonly differences: readonly string[];

  /** @param parameters The chain's key, what differs, and what to do about it. */
  constructor({
    key,
    differences,
    remedies,
  }: {
    key: string;
    differences: readonly string[];
    remedies: readonly string[];
  }) {
    const lines = differences.map((difference) => `  ${difference}`);
    super([`What is to be deployed on the chain ${key} has changed:`, ...lines].join("\n"), { remedies });
    this.differences = differences;
  }
}

/** A deployment did not come to its end. What was deployed until then is in the journal. */
export class DeploymentFailedError extends HarnessError {
  override readonly code = "DEPLOYMENT_FAILED";

  /** @param parameters What went wrong, in a sentence; what to do besides running it again; the cause. */
  constructor({
    problem,
    remedies = [],
    cause,
  }: {
    problem: string;
    remedies?: readonly string[];
    cause?: unknown;
  }) {
    super(`The deployment did not come to its end. ${problem}`, {
      remedies: [...remedies, "Run it again: it goes on where it stopped, and deploys nothing twice."],
      cause,
    });
  }
}

/** Who deploys cannot pay for it. Nothing was sent. */
export class DeployerNotFundedError extends HarnessError {
  override readonly code = "DEPLOYER_NOT_FUNDED";
  readonly deployer: Address;
  /** What the account has, in wei. */
  readonly balance: bigint;
  /** What deploying is estimated to cost, in wei. */
  readonly cost: bigint;

  /** @param parameters Whose account, what it has, and what is needed, both in wei. */
  constructor({ deployer, balance, cost }: { deployer: Address; balance: bigint; cost: bigint }) {
    super(`The deployer ${deployer} has ${balance} wei, and deploying costs about ${cost} wei.`, {
      remedies: [
        "Send it that much and some more, or name another account's key: DEPLOYER_PRIVATE_KEY.",
        "On a local chain, unset DEPLOYER_PRIVATE_KEY: the chain's first account deploys, which is funded.",
      ],
    });
    this.deployer = deployer;
    this.balance = balance;
    this.cost = cost;
  }
}

/** A transaction was handed to the chain and waits there; whether it is the deployment's own is not to be seen yet. */
export class TransactionWaitsError extends HarnessError {
  override readonly code = "TRANSACTION_WAITS";
  readonly sender: Address;
  readonly nonce: number;

  /** @param parameters Whose transaction, and its nonce. */
  constructor({ sender, nonce }: { sender: Address; nonce: number }) {
    super(`A transaction of ${sender} with the nonce ${nonce} waits to be mined.`, {
      remedies: [
        "Run this again when it is mined: it is taken for the deployment's own where it is, so nothing is deployed twice.",
      ],
    });
    this.sender = sender;
    this.nonce = nonce;
  }
}
