import type { Address } from "viem";
import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";
import type { World } from "../world/World.ts";
import type { KnownAddresses } from "./addressWords.ts";
import { type CompiledPermission, compilePermission } from "./compilePermission.ts";
import { parseKnown } from "./parseKnown.ts";
import { problemsOf } from "./problemsOf.ts";
import type { SessionEntry } from "./SessionsFile.ts";

/** What a sessions file does not say of its entries. */
export interface CompileEntriesParameters extends KnownAddresses {
  /** The address of an entry's key. */
  keyOf(entry: SessionEntry, index: number): Address;
  /** The address of an entry's target. What it throws as InvalidInputError is named with the entry's path. */
  targetOf(entry: SessionEntry, index: number): Address;
  /** What a `duration` begins at, in Unix seconds, where its entry gives no validAfter. Default: this machine's clock. */
  readonly now?: bigint | undefined;
}

/**
 * Compiles the sessions of a file. Nothing is sent.
 *
 * @param world The world whose release they are for.
 * @param entries The entries, as {@link readSessionsFile} gives them.
 * @param parameters Their keys and targets, and what the words of argument rules stand for.
 * @returns A compiled permission for each, in their order.
 * @throws InvalidInputError, with every problem of every entry by its path in the file.
 * @example
 * ```ts
 * const { entries } = readSessionsFile("examples/sessions.json");
 * const keys = entries.map(() => privateKeyToAccount(generatePrivateKey()));
 * const sessions = compileEntries(world, entries, {
 *   keyOf: (_, index) => keys[index].address,
 *   targetOf: ({ target }) => (isAddress(target) ? target : deployed[target]),
 *   account: account.address,
 *   targets: deployed,
 * });
 * ```
 */
export function compileEntries(
  world: World,
  entries: readonly SessionEntry[],
  { keyOf, targetOf, now, ...given }: CompileEntriesParameters,
): readonly CompiledPermission[] {
  const known = parseKnown(given);
  const problems: InputProblem[] = [];
  const compiled = entries.map((entry, index) =>
    problemsOf(
      () => {
        const own = { sessionKey: keyOf(entry, index), target: targetOf(entry, index), now };
        return compilePermission(world, entry.toPermission({ ...own, ...known }));
      },
      entry.path,
      problems,
    ),
  );
  const [first, ...rest] = problems;
  if (first) throw new InvalidInputError([first, ...rest], { source: entries[0]?.file });
  return compiled as readonly CompiledPermission[];
}
