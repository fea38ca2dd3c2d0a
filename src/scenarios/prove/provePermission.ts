import { type Address, formatEther, type LocalAccount } from "viem";
import type { Account } from "../../account/Account.ts";
import type { Harness } from "../../harness.ts";
import type { Outcome } from "../../refusal/Outcome.ts";
import type { KnownAddresses } from "../../session/addressWords.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { SessionEntry } from "../../session/SessionsFile.ts";
import { chainTime, setChainTime } from "../../world/clock.ts";
import type { AttackPlan } from "./Attack.ts";
import { choosePlan } from "./choosePlan.ts";
import { type ExpectedRefusal, isFailure, type ProofRow, type ProvedTarget, type Verdict } from "./Proof.ts";
import { planAttacks } from "./planAttacks.ts";
import { isPermitted, type Player, playUse } from "./playUse.ts";
import { sampleCall } from "./sampleCall.ts";
import { snapshotsOf } from "./snapshotsOf.ts";

/** What a permission is proved on. */
export interface ProvePermissionParameters {
  readonly harness: Harness;
  /** An account with SmartSession installed. */
  readonly account: Account;
  readonly entry: SessionEntry;
  /** What words of the example's arguments stand for. */
  readonly known: KnownAddresses;
  /** Whether the example is the file's own: then the target is to accept it. */
  readonly isGiven: boolean;
  readonly session: CompiledPermission;
  readonly key: LocalAccount;
  /** A key that no session knows; at its address there is no contract. */
  readonly stranger: LocalAccount;
  /** A paymaster that pays for every operation. */
  readonly paymaster: Address;
  readonly target: ProvedTarget;
  /** Told of each row when it has ended. */
  onRow(row: ProofRow): void;
  /** Ends the proof where it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Proves one permission: its session is enabled and used, and then attacked at every bound, each attack from the state in
 * which the session was just enabled.
 *
 * @param parameters What it is proved on.
 * @returns The rows: the use, then each attack. Where the use is refused, nothing more is tried.
 */
export async function provePermission(parameters: ProvePermissionParameters): Promise<readonly ProofRow[]> {
  const { harness, account, entry, known, session, stranger, target, onRow, signal } = parameters;
  const { world } = harness;
  const rows: ProofRow[] = [];
  const add = (row: ProofRow): ProofRow => {
    rows.push(row);
    onRow(row);
    return row;
  };

  const parties = { ...known, other: stranger.address };
  const sample = sampleCall(session.permission, parties, entry.example);
  if (!sample) {
    const note = "no arguments keep all of its argument rules: they contradict each other";
    add({ ...useRow, verdict: "useRefused", note });
    return rows;
  }
  const enabling = await harness.enable(account, [session]);
  if (enabling.status === "rejected") {
    add({ ...useRow, outcome: enabling, verdict: "useRefused", note: "the session cannot be enabled" });
    return rows;
  }

  const now = await chainTime(world);
  const { validAfter = 0n } = session.permission;
  const begins = validAfter > now ? validAfter : now;
  const states = await snapshotsOf(world.provider);
  const { to, data, value } = { to: session.permission.target, ...sample };
  const call = { to, data, value, ...(entry.abi && { abi: entry.abi }) };
  /** Puts the chain back, with its clock where the session may be used. */
  const restore = async (time: bigint) => {
    signal?.throwIfAborted();
    await states.restore();
    await setChainTime(world, time);
  };

  await restore(begins);
  const outcome = await playUse(parameters, { calls: [call] });
  const attack = [
    "a use",
    ...(value > 0n ? [`with ${formatEther(value)} ETH`] : []),
    ...(validAfter > now ? ["in its first second"] : []),
  ].join(" ");
  if (isFailure(add({ ...useRow, attack, outcome, ...verdictOfUse(outcome, parameters) }))) return rows;

  const ground = { entry, session, target, sample, elsewhere: stranger.address, now };
  for (const attack of planAttacks(ground)) {
    const plan = choosePlan(world, account, session, attack, begins);
    const { field, bound, attack: done, expected } = attack;
    const row = { field, bound, attack: done, expected };
    if (typeof plan === "string") {
      add({ ...row, verdict: "notAttacked", note: plan });
      continue;
    }
    await restore(attack.field === "validAfter" ? now : begins);
    add({ ...row, ...(await play(parameters, plan, expected, signal)) });
  }
  await states.restore();
  return rows;
}

const useRow = { field: "use", bound: null, attack: "a use" } as const;

type Ending = Pick<ProofRow, "outcome" | "verdict" | "note">;

/** Up to the bound all has to be permitted; what is beyond it has to be refused. */
async function play(
  player: Player,
  { before, attack }: AttackPlan,
  expected: ExpectedRefusal,
  signal: AbortSignal | undefined,
): Promise<Ending> {
  for (const use of before) {
    signal?.throwIfAborted();
    const outcome = await playUse(player, use);
    if (isPermitted(outcome)) continue;
    return { outcome, verdict: "useRefused", note: "refused before the bound was reached" };
  }
  const outcome = await playUse(player, attack);
  return { outcome, verdict: verdictOf(outcome, expected) };
}

function verdictOfUse(outcome: Outcome, { isGiven }: Pick<ProvePermissionParameters, "isGiven">): Ending {
  if (outcome.status === "accepted") return { verdict: "permitted" };
  if (!isPermitted(outcome)) return { verdict: "useRefused" };
  if (isGiven) return { verdict: "useRefused", note: "the target refuses the entry's own example" };
  return { verdict: "targetRefused", note: 'give the entry an "example" that the target accepts' };
}

function verdictOf(outcome: Outcome, { layer, rule }: ExpectedRefusal): Verdict {
  if (outcome.status === "rejected") {
    const { refusal } = outcome;
    if (refusal.layer === layer && refusal.rule === rule) return "refused";
    // Who was to refuse did not, whatever became of it later.
    return isPermitted(outcome) ? "letThrough" : "refusedOtherwise";
  }
  return "letThrough";
}
