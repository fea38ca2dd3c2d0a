import pMap from "p-map";
import type { Address } from "viem";
import { recogniseAccount } from "../../account/recogniseAccount.ts";
import type { World } from "../../world/World.ts";
import type { KnownSession } from "../AnalyzeParameters.ts";
import type { UsageCursor } from "../UsageFact.ts";
import { worldAt } from "../worldAt.ts";
import { atOnce } from "./atOnce.ts";
import type { Plan } from "./Plan.ts";
import { type Accounts, readSessions, type SessionRead } from "./readSessions.ts";
import { readTokens, type Tokens } from "./readTokens.ts";
import type { UsageState } from "./UsageState.ts";

/** RPCs keep the state of more blocks than this, 128 for the most part: the asking takes some of them. */
const fewBlocks = 64n;

/** What the chain says beside the facts. */
export interface Asked {
  /** See `Analysis`. */
  readonly limitsAt: bigint;
  readonly accounts: Accounts;
  readonly sessions: readonly SessionRead[];
  readonly tokens: Tokens;
  /** The time of the period's first block, in Unix seconds. */
  readonly fromTime: bigint;
}

/**
 * Asks the chain, when the facts were read, for what they do not tell: who the accounts are, how sessions stand, what tokens
 * are called. Accounts and sessions are asked about as of one block: the period's last, where that is the chain's or was it
 * just now, and else the chain's.
 *
 * @param world The chain.
 * @param plan What is analysed; it is told where the RPC keeps no state of the block.
 * @param read What was kept of the facts, and the period's last block.
 * @param known This machine's sessions.
 * @returns The answers.
 */
export async function askChain(
  world: World,
  plan: Plan,
  { state, end }: { readonly state: UsageState; readonly end: UsageCursor },
  known: readonly KnownSession[],
): Promise<Asked> {
  const { client } = world;
  const { signal, onProgress } = plan;
  onProgress(`asking the chain about ${state.sessions.size} session${state.sessions.size === 1 ? "" : "s"}`);
  const head = await client.getBlockNumber();
  const limitsAt = head - end.blockNumber < fewBlocks && plan.isToHead ? end.blockNumber : head;
  let isPinned = true;
  const pinned = worldAt(world, limitsAt, () => {
    if (isPinned) onProgress(`the RPC keeps no state of block ${limitsAt}: limits are of its latest block`);
    isPinned = false;
  });
  const recognised = async (address: string) =>
    [address, await recogniseAccount(pinned, address as Address)] as const;
  const addresses = [...state.accounts.keys()];
  const accounts: Accounts = new Map(await pMap(addresses, recognised, { concurrency: atOnce, signal }));
  const sessions = await readSessions(pinned, state, accounts, {
    ...{ known, signal, time: end.timestamp },
    isEnd: () => limitsAt === end.blockNumber && isPinned,
    isWhole: plan.readFrom === 0n,
  });
  const tokens = await readTokens(world, state, signal);
  const { timestamp: fromTime } = await client.getBlock({ blockNumber: plan.fromBlock });
  return { limitsAt, accounts, sessions, tokens, fromTime };
}
