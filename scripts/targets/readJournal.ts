import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Address, getAddress, type Hex } from "viem";
import { z } from "zod";
import { DeploymentsFileError, type TargetName } from "../../src/index.ts";
import { targetOfFuture } from "./targetsModule.ts";

/** A target that the journal says was deployed. */
export interface JournalTarget {
  readonly name: TargetName;
  readonly address: Address;
  readonly deployer: Address;
  readonly transaction: Hex;
  readonly constructorArguments: readonly string[];
}

/** What Ignition's journal of a chain says. */
export interface Journal {
  /** The deployment's folder, there or not. */
  readonly folder: string;
  /** What Ignition's own tasks call the deployment: `chain-1946`, `local-1946-0fb3c2a1`. */
  readonly id: string;
  /** What was begun, deployed to its end or not. */
  readonly begun: readonly TargetName[];
  /** What was deployed to its end. */
  readonly deployed: readonly JournalTarget[];
  /** Who deploys; undefined where nothing was begun. */
  readonly deployer: Address | undefined;
  /** Who is paid for NFTs; undefined where the NFT was not begun. */
  readonly treasury: Address | undefined;
}

const address = z.string().transform((text) => getAddress(text));

/** What is read of each line; Ignition writes more of them, and more in each. */
const messageSchema = z.union([
  z.object({
    type: z.literal("DEPLOYMENT_EXECUTION_STATE_INITIALIZE"),
    futureId: z.string(),
    from: address,
    constructorArgs: z.array(z.unknown()),
  }),
  z.object({ type: z.literal("TRANSACTION_CONFIRM"), futureId: z.string(), hash: z.string() }),
  z.object({
    type: z.literal("DEPLOYMENT_EXECUTION_STATE_COMPLETE"),
    futureId: z.string(),
    result: z.object({ type: z.literal("SUCCESS"), address }),
  }),
  z.object({ type: z.literal("WIPE_APPLY"), futureId: z.string() }),
  z.object({ type: z.string() }).transform(() => undefined),
]);

interface Begun {
  readonly deployer: Address;
  readonly constructorArguments: readonly string[];
  readonly transaction?: Hex;
  readonly address?: Address;
}

/**
 * Reads what Ignition's journal of a chain says, and writes nothing. Ignition lists transactions as well, but fails where one
 * was replaced, or a deployment wiped.
 *
 * @param folder The folder of deployments.
 * @param key The chain's key.
 * @returns What it says; nothing where there is none.
 * @throws DeploymentsFileError where it cannot be read.
 */
export async function readJournal(folder: string, key: string): Promise<Journal> {
  const id = /^\d/.test(key) ? `chain-${key}` : key.replaceAll("/", "-");
  const journal = join(folder, "ignition", "deployments", id);
  const begun = await readBegun(join(journal, "journal.jsonl"));
  const deployed = [...begun].flatMap(([name, { address, transaction, ...rest }]): JournalTarget[] =>
    address && transaction ? [{ name, address, transaction, ...rest }] : [],
  );
  const [first] = begun.values();
  const [treasury] = begun.get("nft")?.constructorArguments ?? [];
  return {
    folder: journal,
    id,
    begun: [...begun.keys()],
    deployed,
    deployer: first?.deployer,
    treasury: treasury === undefined ? undefined : getAddress(treasury),
  };
}

async function readBegun(file: string): Promise<ReadonlyMap<TargetName, Begun>> {
  try {
    const lines = (await readFile(file, "utf8")).split("\n").filter((line) => line.trim() !== "");
    return lines.reduce((begun, line) => {
      const message = messageSchema.parse(JSON.parse(line));
      const name = message && targetOfFuture(message.futureId);
      if (name) apply(begun, name, message);
      return begun;
    }, new Map<TargetName, Begun>());
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw new DeploymentsFileError({ file, problem: "is damaged, or cannot be read", cause });
  }
}

function apply(
  begun: Map<TargetName, Begun>,
  name: TargetName,
  message: Exclude<z.output<typeof messageSchema>, undefined>,
): void {
  const before = begun.get(name);
  if (message.type === "DEPLOYMENT_EXECUTION_STATE_INITIALIZE") {
    begun.set(name, { deployer: message.from, constructorArguments: message.constructorArgs.map(String) });
  } else if (message.type === "WIPE_APPLY") {
    begun.delete(name);
  } else if (before) {
    const more =
      message.type === "TRANSACTION_CONFIRM"
        ? { transaction: message.hash as Hex }
        : { address: message.result.address };
    begun.set(name, { ...before, ...more });
  }
}
