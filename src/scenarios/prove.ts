import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { z } from "zod";
import type { Account } from "../account/Account.ts";
import { accountKindSchema } from "../account/createAccount.ts";
import { complain, parseInput } from "../config/parseInput.ts";
import { targetNames } from "../deployments/deploymentsSchema.ts";
import type { Harness } from "../harness.ts";
import { compileEntries } from "../session/compileEntries.ts";
import type { CompiledPermission } from "../session/compilePermission.ts";
import { readSessionsFile } from "../session/readSessionsFile.ts";
import type { SessionEntry } from "../session/SessionsFile.ts";
import { chainTime } from "../world/clock.ts";
import type { Eip1193Provider } from "../world/Eip1193Provider.ts";
import type { World } from "../world/World.ts";
import { onSimulatedChain } from "./onSimulatedChain.ts";
import { fitEntry } from "./prove/fitEntry.ts";
import {
  isFailure,
  type ProofRow,
  type ProvedPermission,
  type ProvedWord,
  type Verdict,
} from "./prove/Proof.ts";
import { placePaymaster } from "./prove/placePaymaster.ts";
import { type PreparedTargets, prepareTargets, type StandingTargets } from "./prove/prepareTargets.ts";
import { provePermission } from "./prove/provePermission.ts";
import { snapshotsOf } from "./prove/snapshotsOf.ts";
import { stagePresets } from "./prove/stagePresets.ts";

export type { ProofRow, ProvedPermission, ProvedTarget, ProvedWord, Verdict } from "./prove/Proof.ts";
export type { StandingTargets } from "./prove/prepareTargets.ts";

/** What a file's permissions are proved on. */
export interface ProveParameters {
  /** A simulated chain: local, or a fork. It is put back to what it was. */
  readonly provider: Eip1193Provider;
  /** The sessions file's path, see {@link readSessionsFile}. */
  readonly file: string;
  /** The account's kind. Default `safe7579`. */
  readonly account?: string | undefined;
  /** Told of the world once it is made; waited for before anything else is done there. */
  readonly onWorld?: ((world: World) => void | Promise<void>) | undefined;
  /** Where targets stand on the chain, which the file names. Default: presets' targets are put there for the proof. */
  readonly deployedOn?: ((world: World) => StandingTargets | Promise<StandingTargets>) | undefined;
  /** Told of each row when it has ended. */
  readonly onRow?: ((name: string, row: ProofRow) => void) | undefined;
  /** Ends the proof where it is aborted: the chain is put back, and the signal's reason thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** What became of the permissions of a file. */
export interface ProveResult {
  readonly file: string;
  readonly account: Pick<Account, "kind" | "address">;
  readonly permissions: readonly ProvedPermission[];
  /** How many rows ended how. */
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Whether every use was permitted, and every attack that was made was refused for its own reason. */
  readonly ok: boolean;
}

/** Nothing is too dear for the account, in wei. */
const balance = 10n ** 36n;
/** What the paymaster of its uses has at EntryPoint, in wei. */
const paymasterDeposit = 10n ** 24n;

const optionsSchema = z.strictObject(
  { file: z.string(), account: accountKindSchema.optional() },
  { error: complain("are not the proof's", "Give { provider, file, account? }.") },
);

/**
 * Proves the permissions of a sessions file on a simulated chain: for each one use that has to be permitted, and an
 * attack on each field at its bound, which has to be refused by the layer and for the rule that the statement of
 * enforcement promises. No real money is sent, and the chain is put back to what it was, also where this fails.
 *
 * @param parameters The chain, the file, and the account's kind.
 * @returns Every permission with its rows.
 * @throws InvalidInputError for the file's problems, each by its path; ChainNotLocalError for a chain that is not
 * simulated; what `createHarness` throws, and AccountKindNotPresentError.
 * @example
 * ```ts
 * const { provider } = await network.create();
 * const { ok, permissions } = await proveSessions({ provider, file: "examples/sessions.json" });
 * ```
 */
export async function proveSessions(parameters: ProveParameters): Promise<ProveResult> {
  const { provider, signal, onWorld, onRow, deployedOn } = parameters;
  const { file, account: kind } = parseInput(
    optionsSchema,
    { file: parameters.file, account: parameters.account },
    "options",
  );
  const { entries } = readSessionsFile(file);
  return onSimulatedChain(provider, async (harness) => {
    await onWorld?.(harness.world);
    const account = await harness.createAccount({ ...(kind && { kind }), balance });
    const deployed = await deployedOn?.(harness.world);
    const asked = { signal, onRow, deployed };
    const permissions = await proveEntries(harness, account, firstOfEach(entries), asked);
    const rows = permissions.flatMap((permission) => permission.rows);
    return {
      file,
      account: { kind: account.kind, address: account.address },
      permissions,
      counts: countVerdicts(rows),
      ok: !rows.some(isFailure),
    };
  });
}

/** The sessions of one entry are alike but for their keys. */
function firstOfEach(entries: readonly SessionEntry[]) {
  const counts = new Map<string, number>();
  for (const { path } of entries) counts.set(path, (counts.get(path) ?? 0) + 1);
  return [...counts].map(([path, sessions]) => ({
    entry: entries.find((entry) => entry.path === path) as SessionEntry,
    sessions,
  }));
}

async function proveEntries(
  harness: Harness,
  account: Account,
  given: readonly { readonly entry: SessionEntry; readonly sessions: number }[],
  {
    signal,
    onRow,
    deployed,
  }: Pick<ProveParameters, "signal" | "onRow"> & { readonly deployed: StandingTargets | undefined },
): Promise<readonly ProvedPermission[]> {
  const { world } = harness;
  const entries = given.map(({ entry }) => entry);
  const [keys, stranger] = [entries.map(freshKey), freshKey()];
  const prepared = await prepareTargets(world, entries, account.owner.address, deployed);
  const { targets, presets } = prepared;
  const known = { account: account.address, targets: presets };
  const sessions = compileEntries(world, entries, {
    keyOf: (_, index) => itemAt(keys, index).address,
    targetOf: (_, index) => itemAt(targets, index).address,
    now: await chainTime(world),
    ...known,
  });
  if (targets.some(({ address }) => Object.values(presets).includes(address))) {
    await harness.execute(account, await stagePresets(world, presets, account.address));
  }
  await harness.install(account);

  const paymaster = await placePaymaster(harness, account, paymasterDeposit);

  const installed = await snapshotsOf(world.provider);
  const proved: ProvedPermission[] = [];
  for (const [index, { entry: written, sessions: alike }] of given.entries()) {
    const [session, target] = [itemAt(sessions, index), itemAt(targets, index)];
    const entry = fitEntry(written, session, known);
    await installed.restore();
    const rows = await provePermission({
      ...{ harness, account, entry, known, session, target, stranger, paymaster, signal },
      key: itemAt(keys, index),
      isGiven: written.example !== undefined,
      onRow: (row) => onRow?.(entry.name, row),
    });
    const unlimited = session.enforcement
      .filter(({ enforcedBy }) => enforcedBy === null)
      .map(({ field, statement }) => ({ field, statement }));
    const words = wordsOf(session, prepared);
    proved.push({ name: entry.name, sessions: alike, path: entry.path, target, words, rows, unlimited });
  }
  return proved;
}

/** The presets' targets that argument rules hold an argument to, and what they are. */
function wordsOf(
  { permission: { argumentRules } }: CompiledPermission,
  { presets, standing }: Pick<PreparedTargets, "presets" | "standing">,
): readonly ProvedWord[] {
  return targetNames
    .filter((word) => argumentRules.some(({ text }) => text.includes(presets[word])))
    .map((word) => ({ word, address: presets[word], origin: standing.has(word) ? "chain" : "preset" }));
}

const freshKey = () => privateKeyToAccount(generatePrivateKey());
const itemAt = <Item>(items: readonly Item[], index: number): Item => items[index] as Item;

function countVerdicts(rows: readonly ProofRow[]): Readonly<Record<Verdict, number>> {
  const counts: Record<Verdict, number> = {
    permitted: 0,
    targetRefused: 0,
    useRefused: 0,
    refused: 0,
    refusedOtherwise: 0,
    letThrough: 0,
    notAttacked: 0,
  };
  for (const { verdict } of rows) counts[verdict] += 1;
  return counts;
}
