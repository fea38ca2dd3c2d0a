import { parseSessionsFile } from "./parseSessionsFile.ts";
import { readJson } from "./readJson.ts";
import type { SessionsFile } from "./SessionsFile.ts";

/**
 * Reads a file that grants a batch of sessions (docs/sessions.schema.json), and checks all of it: fields that are not
 * known, limits that nothing can enforce, names that are not unique. Nothing is asked of a chain.
 *
 * @param file Its path.
 * @returns Its sessions; an entry with a `count` as so many.
 * @throws InvalidInputError, with every problem of every entry by its path: `sessions[2].validUntil`. What may be a
 * secret is not shown.
 * @example
 * ```ts
 * const { entries } = readSessionsFile("examples/sessions.json");
 * const [first] = entries;
 * const session = harness.compile(
 *   first.toPermission({ sessionKey: key.address, target, account: account.address, targets }),
 * );
 * ```
 */
export function readSessionsFile(file: string): SessionsFile {
  return parseSessionsFile(readJson(file, "FILE"), file);
}
