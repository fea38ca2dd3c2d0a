import type { Address } from "viem";
import { type Call, InvalidInputError, parseUse, parseUses, type SessionFile } from "../../src/index.ts";
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
 * @param account The account that makes them.
 * @returns The calls, in their order.
 * @throws InvalidInputError naming the field, or the path in the file.
 */
export function readCalls(
  { call, value, batch }: WrittenCalls,
  file: SessionFile,
  account: Address,
): readonly Call[] {
  const [action] = file.session.actions;
  const context = {
    account,
    target: action?.actionTarget ?? account,
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
      "function",
      "(nothing)",
      "is missing",
      `Give the function and its arguments: ${own}; or --batch.`,
    );
  }
  return [parseUse({ function: name, args, ...(value !== undefined && { value }) }, context)];
}

const refuse = (field: string, value: string, problem: string, remedy: string) =>
  new InvalidInputError([{ field, value, problem, remedy }]);
