import type { Hex } from "viem";
import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import { isSameHex } from "../isSameHex.ts";

/**
 * Holds that something is about the session that is meant.
 *
 * @param found The permissionId that it has.
 * @param meant The session's.
 * @param field Where it was found.
 * @throws InvalidInputError where they differ.
 */
export function checkId(found: Hex, meant: Hex, field: string): void {
  if (isSameHex(found, meant)) return;
  const remedy = "Give what belongs to this session: its own state, its own enable signature.";
  // Shortened, as what is as long as a key is not shown.
  throw new InvalidInputError([
    { field, value: shorten(found), problem: `is not the session's, which is ${shorten(meant)}`, remedy },
  ]);
}

const shorten = (id: Hex) => `${id.slice(0, 10)}…${id.slice(-8)}`;
