import pMap from "p-map";
import { type Address, getAddress } from "viem";
import type { World } from "../../world/World.ts";
import type { TokenFigures } from "../Analysis.ts";
import { readToken, type TokenFacts } from "../readToken.ts";
import { atOnce } from "./atOnce.ts";
import type { Tally, UsageState } from "./UsageState.ts";

/** What tokens say of themselves, by address in lower case; what is no token is not in it. */
export type Tokens = ReadonlyMap<string, TokenFacts>;

/**
 * Asks once of each target that calls would move as a token whether it is one.
 *
 * @param world The chain.
 * @param state What was read.
 * @param signal Ends the asking.
 * @returns The tokens.
 */
export async function readTokens(
  world: World,
  { totals, accounts }: UsageState,
  signal: AbortSignal | undefined,
): Promise<Tokens> {
  // Operations that failed moved nothing, and are of a sort all the same.
  const sorted = [...accounts.values()].flatMap(({ sorts }) => [...sorts.tokens.keys()]);
  const targets = [...new Set([...totals.tokens.keys(), ...sorted])];
  const read = await pMap(
    targets,
    async (target) => [target, await readToken(world, target as Address)] as const,
    { concurrency: atOnce, signal },
  );
  return new Map(read.flatMap(([target, facts]) => (facts ? [[target, facts] as const] : [])));
}

/**
 * What was moved of tokens.
 *
 * @param tally What was counted, by target.
 * @param tokens Which of them are tokens.
 * @returns The figures, by address.
 */
export const tokenFiguresOf = ({ tokens: moved }: Tally, tokens: Tokens): readonly TokenFigures[] =>
  [...moved].sort(byKey).flatMap(([target, { transferred, approved }]) => {
    const token = tokens.get(target);
    return token ? [{ token: getAddress(target), ...token, transferred, approved }] : [];
  });

const byKey = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;
