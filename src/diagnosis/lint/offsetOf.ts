import { findArgument } from "../../session/findArgument.ts";
import type { Subject } from "./Rule.ts";

/**
 * Where a word of a session's function stands in its call data.
 *
 * @param subject The session.
 * @param argument The argument's position; inside structs with dots: `0.3`.
 * @returns The offset behind the selector, in bytes; undefined where it is no single word at a fixed place, or where the
 * function is known by its selector alone.
 */
export function offsetOf({ permission }: Subject, argument: string): bigint | undefined {
  const found = findArgument(permission.function.inputs ?? [], argument);
  return "problem" in found ? undefined : found.offset;
}
