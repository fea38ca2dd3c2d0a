import pMap from "p-map";
import { type Address, getAddress, type Hex, slice } from "viem";
import type { ObservedAccount } from "../../account/Account.ts";
import { accountTraits } from "../../account/accountTraits.ts";
import { isUsedUp, type Limit, limitsOf } from "../../session/limitsOf.ts";
import { readSession, type SessionOnChain } from "../../session/readSession.ts";
import { timeFrameOf } from "../../session/timeFrameOf.ts";
import type { World } from "../../world/World.ts";
import type { AnalysedState } from "../Analysis.ts";
import type { KnownSession } from "../AnalyzeParameters.ts";
import { atOnce } from "./atOnce.ts";
import { actionsOf, toActionData } from "./knownActions.ts";
import { sessionId } from "./sessionId.ts";
import type { SessionRecord, UsageState } from "./UsageState.ts";

/** A session of the period, and what the chain has of it. */
export interface SessionRead {
  readonly account: Address;
  readonly permissionId: Hex;
  readonly record: SessionRecord;
  readonly state: AnalysedState;
  readonly validUntil: bigint | undefined;
  readonly limits: readonly Limit[];
}

/** Who the accounts are, by address in lower case; undefined where they are of no kind that is known. */
export type Accounts = ReadonlyMap<string, ObservedAccount | undefined>;

/**
 * Asks the chain for what it alone knows of sessions: time frames and limits, of those that are enabled.
 *
 * @param world The chain, as it is asked.
 * @param state What was read.
 * @param accounts Who the accounts are.
 * @param options This machine's sessions; the period's end in Unix seconds, and whether that is the block that is asked about;
 * whether the lives of all modules are known.
 * @returns The sessions.
 */
export async function readSessions(
  world: World,
  state: UsageState,
  accounts: Accounts,
  {
    known,
    time,
    isEnd,
    isWhole,
    signal,
  }: {
    readonly known: readonly KnownSession[];
    readonly time: bigint;
    readonly isEnd: () => boolean;
    readonly isWhole: boolean;
    readonly signal: AbortSignal | undefined;
  },
): Promise<readonly SessionRead[]> {
  const actions = new Map(
    known.map(({ account, permissionId, session }) => [
      sessionId(account.address, permissionId),
      session.actions,
    ]),
  );
  return pMap(
    state.sessions,
    async ([id, record]) => {
      const account = getAddress(slice(id as Hex, 0, 20));
      const permissionId = slice(id as Hex, 20);
      const gone = { account, permissionId, record, validUntil: undefined, limits: [] };
      if (record.removed) return { ...gone, state: "revoked" };
      const named = new Set([...record.actions, ...actionsOf(actions.get(id))]);
      const key = account.toLowerCase();
      const { hasModule = !isWhole } = state.accounts.get(key) ?? {};
      const observed = accounts.get(key) ?? stranger(world, account, hasModule);
      const toRead = { permissionId, session: { actions: toActionData(named) } };
      const onChain = await readSession(world, observed, toRead);
      // It was enabled at the period's end, and was removed since.
      if (!onChain.enabled) return { ...gone, state: isEnd() ? "revoked" : "active" };
      const { validUntil } = timeFrameOf(onChain);
      return { ...gone, state: stateOf(onChain, time), validUntil, limits: limitsOf(onChain) };
    },
    { concurrency: atOnce, signal },
  );
}

/** In the order of `sessions list`. */
function stateOf(onChain: SessionOnChain, time: bigint): AnalysedState {
  const { validAfter, validUntil } = timeFrameOf(onChain);
  if (!onChain.moduleInstalled) return "module not installed";
  if (validUntil !== undefined && time > validUntil) return "expired";
  if (isUsedUp(onChain)) return "used up";
  if (validAfter !== undefined && time < validAfter) return "not yet valid";
  return "active";
}

/**
 * An account of a kind that is not known: whether it has the module is asked of the facts, and kind and nonce of nobody. What
 * has no code is no account, whoever enabled a session for it.
 */
const stranger = ({ client }: World, address: Address, hasModule: boolean): ObservedAccount => ({
  kind: "reference",
  address,
  machinery: [address],
  ...accountTraits.reference,
  isInstalled: async () => hasModule && (await client.getCode({ address })) !== undefined,
});
