import { z } from "zod";
import { complain, parseInput } from "../config/parseInput.ts";
import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";
import type { Call } from "../world/Call.ts";
import { parseUse, type UseContext, type WrittenCall } from "./parseUse.ts";
import { problemsOf } from "./problemsOf.ts";
import { readJson } from "./readJson.ts";

const batchSchema = z
  .array(z.unknown(), {
    error: complain("is not a list of calls", "Give an array of { function, args?, value?, to? }."),
  })
  .min(1, { error: complain("is empty", "Give at least one call.") });

/**
 * Reads a file of calls that a session's key is to make in one operation: an array of {@link WrittenCall}.
 *
 * @param file Its path.
 * @param context The session.
 * @returns The calls, in their order.
 * @throws InvalidInputError with every problem of every call by its path: `[1].args[0]`.
 */
export function parseUses(file: string, context: UseContext): readonly Call[] {
  const problems: InputProblem[] = [];
  const json = readJson(file, "batch");
  const written = problemsOf(() => parseInput(batchSchema, json, "the file"), "", problems) ?? [];
  const calls = written.flatMap(
    (one, index) => problemsOf(() => parseUse(one as WrittenCall, context), `[${index}]`, problems) ?? [],
  );
  const [first, ...rest] = problems;
  if (first) throw new InvalidInputError([first, ...rest], { source: file });
  return calls;
}
