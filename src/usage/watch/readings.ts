import type { Address, Hex } from "viem";
import type { ObservedAccount } from "../../account/Account.ts";
import { recogniseAccount } from "../../account/recogniseAccount.ts";
import { keysOf } from "../../session/keysOf.ts";
import { type Limit, limitsOf } from "../../session/limitsOf.ts";
import { readSession, type SessionOnChain, type SessionToRead } from "../../session/readSession.ts";
import { timeFrameOf } from "../../session/timeFrameOf.ts";
import type { Session } from "../../world/Release.ts";
import type { World } from "../../world/World.ts";
import { worldAt } from "../worldAt.ts";

/** What a session is read by. */
export interface SessionOf {
  readonly account: Address;
  readonly permissionId: Hex;
}

/** What the chain is asked about sessions, each at the end of a block. */
export interface Readings {
  /** Its last second; null where nothing bounds it, or the account is of no kind that is known. */
  validUntil(session: SessionOf, block: bigint): Promise<bigint | null>;
  /** Whose signatures it takes; undefined where that is not known. */
  keys(session: SessionOf, block: bigint): Promise<readonly Address[] | undefined>;
  limits(session: SessionOf & Pick<SessionToRead, "session">, block: bigint): Promise<readonly Limit[]>;
  /** Which of the sessions the account has enabled, and of those that are asked for. */
  enabled(account: Address, asked: readonly Hex[], block: bigint): Promise<readonly Hex[]>;
  /** The first block from one on that has this time or a later one. */
  firstBlockAt(from: bigint, to: bigint, time: bigint): Promise<{ block: bigint; time: bigint } | undefined>;
}

/**
 * What a watch asks the chain about sessions.
 *
 * @param world The chain.
 * @returns The questions.
 */
export function readingsOf(world: World): Readings {
  const accounts = new Map<Address, ObservedAccount>();
  const recognise = async (address: Address, block: bigint) => {
    const account = accounts.get(address) ?? (await recogniseAccount(world, address));
    if (account) accounts.set(address, account);
    // To a node that is late an account that was made just now is none; asked about the block, it says that it lacks it.
    else await worldAt(world, block).client.getCode({ address });
    return account;
  };
  const read = async (
    { account, permissionId, session }: SessionOf & Pick<SessionToRead, "session">,
    block: bigint,
  ): Promise<SessionOnChain | undefined> => {
    const observed = await recognise(account, block);
    return observed && readSession(worldAt(world, block), observed, { permissionId, session });
  };
  const timeOf = async (blockNumber: bigint) => (await world.client.getBlock({ blockNumber })).timestamp;

  return {
    async validUntil(session, block) {
      const onChain = await read(session, block);
      return (onChain && timeFrameOf(onChain).validUntil) ?? null;
    },

    async keys(session, block) {
      const onChain = await read(session, block);
      return onChain && ownersOf(onChain);
    },

    async limits(session, block) {
      const onChain = await read(session, block);
      return onChain ? limitsOf(onChain) : [];
    },

    async enabled(account, asked, block) {
      const at = worldAt(world, block);
      const listed = (await world.release.readPermissionIds(at.client, account)) ?? [];
      const ids = [...new Set([...listed, ...asked].map((id) => id.toLowerCase() as Hex))];
      const observed = await recognise(account, block);
      if (!observed) return [];
      const states = await Promise.all(
        ids.map((permissionId) => readSession(at, observed, { permissionId })),
      );
      return states.flatMap((one) => (one.enabled ? [one.permissionId] : []));
    },

    async firstBlockAt(from, to, time) {
      if (from > to || (await timeOf(to)) < time) return undefined;
      let [low, high] = [from, to];
      while (low < high) {
        const middle = (low + high) / 2n;
        if ((await timeOf(middle)) >= time) high = middle;
        else low = middle + 1n;
      }
      return { block: low, time: await timeOf(low) };
    },
  };
}

/**
 * Whose signatures a session takes.
 *
 * @param session Its session validator, and how that is configured.
 * @returns The keys; undefined where they are not known.
 */
export function ownersOf(
  session: Pick<SessionOnChain, "sessionValidator" | "sessionValidatorData">,
): readonly Address[] | undefined {
  const keys = keysOf(session);
  return "owners" in keys ? keys.owners : undefined;
}

/** Whose signatures a session takes that an operation enables. */
export const ownersOfEnabled = ({ sessionValidator, sessionValidatorInitData }: Session) =>
  ownersOf({ sessionValidator, sessionValidatorData: sessionValidatorInitData });
