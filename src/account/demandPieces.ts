import { AccountKindNotPresentError } from "../errors/account.ts";
import type { AccountPieceName, World, WorldContract } from "../world/World.ts";
import type { AccountKind } from "./Account.ts";

/**
 * The contracts that make a kind of account.
 *
 * @param world Where.
 * @param kind The kind.
 * @param names The contracts.
 * @returns The contracts, by name.
 * @throws AccountKindNotPresentError naming what the world lacks.
 */
export function demandPieces<Name extends AccountPieceName>(
  { contracts }: Pick<World, "contracts">,
  kind: AccountKind,
  names: readonly Name[],
): Readonly<Record<Name, WorldContract>> {
  const missing = names.filter((name) => contracts[name] === undefined);
  if (missing.length > 0) throw new AccountKindNotPresentError({ kind, missing });
  return contracts as Readonly<Record<Name, WorldContract>>;
}
