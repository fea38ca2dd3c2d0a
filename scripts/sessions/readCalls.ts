import {
  type Call,
  type InputProblem,
  InvalidInputError,
  parseUse,
  parseUses,
  type SessionFile,
  type UseContext,
} from "../../src/index.ts";
import { fromHere } from "../fromHere.ts";

/** Calls, as a command is given them. */
export interface WrittenCalls {
  /** The function and its arguments. */
  readonly call: readonly string[];
  readonly value: string | undefined;
  readonly batch: string | undefined;
}

/**
 * Reads the calls that a session's key is to make.
 *
 * @param written A function and its arguments, or a file of calls.
 * @param file The session's file, which says what the function is called.
 * @param known The account that makes them, and where targets stand that arguments name.
 * @returns The calls, in their order.
 * @throws InvalidInputError naming the field, or the path in the file.
 */
export function readCalls(
  { call, value, batch }: WrittenCalls,
  file: SessionFile,
  known: Pick<UseContext, "account" | "targets" | "network">,
): readonly Call[] {
  const [action] = file.session.actions;
  const context = {
    ...known,
    target: action?.actionTarget ?? known.account,
    function: file.function,
  };
  const [name, ...args] = call;
  if (batch !== undefined) {
    if (name === undefined && value === undefined) return parseUses(fromHere(batch), context);
    throw refuse("batch", batch, "is given beside a function or a value", "Leave one of them out.");
  }
  if (name === undefined) {
    const own = file.function.signature ?? file.function.selector;
    throw refuse(
      "CALL",
      "(nothing)",
      "is missing",
      `Give the function and its arguments: ${own}; or --batch.`,
    );
  }
  try {
    return [parseUse({ function: name, args, ...(value !== undefined && { value }) }, context)];
  } catch (error) {
    throw error instanceof InvalidInputError ? new InvalidInputError(inPlaces(error.problems)) : error;
  }
}

/** On the command line a function and its arguments have a place, and no name. */
function inPlaces([first, ...rest]: InvalidInputError["problems"]): InvalidInputError["problems"] {
  return [placed(first), ...rest.map(placed)];
}

function placed({ field, ...problem }: InputProblem): InputProblem {
  const place = /^args(?:\[(\d+)\])?/.exec(field);
  const [, index] = place ?? [];
  const argument =
    index === undefined ? "ARGUMENTS" : `ARGUMENT ${Number(index) + 1}${field.slice(place?.[0].length)}`;
  return { ...problem, field: place ? argument : field === "function" ? "CALL" : field };
}

const refuse = (field: string, value: string, problem: string, remedy: string) =>
  new InvalidInputError([{ field, value, problem, remedy }]);
