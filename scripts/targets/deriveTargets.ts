import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { keccak256 } from "viem";
import { z } from "zod";
import {
  type AbsentContract,
  type DeployedTarget,
  DeploymentNotOnChainError,
  DeploymentsFileError,
} from "../../src/index.ts";
import type { KeptChain } from "../openChain.ts";
import type { Journal, JournalTarget } from "./readJournal.ts";
import { futureId, targetContracts } from "./targetsModule.ts";

const artifactSchema = z.object({ buildInfoId: z.string() });
const buildInfoSchema = z.object({
  solcLongVersion: z.string(),
  input: z.object({
    settings: z.object({
      evmVersion: z.string(),
      optimizer: z.object({ enabled: z.boolean().optional(), runs: z.number().optional() }).optional(),
    }),
  }),
});

/**
 * Derives what the file of deployments says from Ignition's journal, and holds it against the chain.
 *
 * @param chain The chain.
 * @param journal What the journal says.
 * @returns The targets that were deployed to their end.
 * @throws DeploymentNotOnChainError where the chain does not have them; DeploymentsFileError where what Ignition keeps beside
 * the journal cannot be read.
 */
export async function deriveTargets(chain: KeptChain, journal: Journal): Promise<readonly DeployedTarget[]> {
  const found = await Promise.all(
    journal.deployed.map(async (target) => ({ target, onChain: await askChain(chain, target) })),
  );
  const absent = found.flatMap(({ target: { name, address }, onChain }): AbsentContract[] =>
    onChain ? [] : [{ name, address }],
  );
  if (absent.length > 0) {
    throw new DeploymentNotOnChainError({ key: chain.key, absent, journal: journal.folder });
  }
  return Promise.all(
    found.map(async ({ target, onChain }) => ({
      name: target.name,
      source: "deployed" as const,
      contract: targetContracts[target.name].contract,
      address: target.address,
      deployer: target.deployer,
      transaction: target.transaction,
      ...(onChain as NonNullable<typeof onChain>),
      constructorArguments: [...target.constructorArguments],
      compiler: await readCompiler(journal, target),
    })),
  );
}

async function askChain({ client, provider }: KeptChain, { address, transaction }: JournalTarget) {
  const [code, receipt] = await Promise.all([
    client.getCode({ address }),
    provider.request({ method: "eth_getTransactionReceipt", params: [transaction] }),
  ]);
  if (!code || code === "0x" || !receipt) return undefined;
  return { block: Number(receipt.blockNumber), codeHash: keccak256(code) };
}

/** Ignition keeps what it deploys as it was compiled then: the contracts may have changed since. */
async function readCompiler(
  { folder }: Journal,
  { name }: JournalTarget,
): Promise<DeployedTarget["compiler"]> {
  const { buildInfoId } = await read(join(folder, "artifacts", `${futureId(name)}.json`), artifactSchema);
  const { solcLongVersion, input } = await read(
    join(folder, "build-info", `${buildInfoId}.json`),
    buildInfoSchema,
  );
  const { optimizer, evmVersion } = input.settings;
  return {
    version: solcLongVersion,
    optimizerRuns: optimizer?.enabled ? (optimizer.runs ?? 200) : null,
    evmVersion,
  };
}

async function read<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>> {
  try {
    return schema.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    throw new DeploymentsFileError({ file, problem: "is damaged, or cannot be read", cause });
  }
}
