import { BaseError } from "viem";
import { HarnessError, type InputProblem, InvalidInputError, toJson } from "../src/index.ts";

/**
 * Runs a task's work at the edge of the program: a known error is printed in words, without a stack, and sets
 * the exit code; an unknown one is left to Hardhat.
 *
 * @param work What the task does; it returns whether all went as it should.
 * @param json Whether the caller wants JSON on standard output, errors included.
 */
export async function runAtEdge(work: () => Promise<boolean>, { json }: { json: boolean }): Promise<void> {
  try {
    if (!(await work())) process.exitCode = 1;
  } catch (error) {
    process.exitCode = 1;
    if (json) console.log(toJson({ error: describeError(error) }));
    if (error instanceof HarnessError) {
      if (!json) console.error(inWords(error));
    } else if (error instanceof BaseError) {
      // viem's message and stack repeat the whole request, a signed operation too.
      if (!json) console.error(`Error UNEXPECTED: ${briefly(error)}`);
    } else {
      throw error;
    }
  }
}

const briefly = ({ shortMessage, details }: BaseError): string =>
  details && details !== shortMessage ? `${shortMessage} ${details}` : shortMessage;

function describeError(error: unknown) {
  if (error instanceof InvalidInputError) {
    const { code, message, problems, source } = error;
    return { code, message, problems, ...(source !== undefined && { source }) };
  }
  if (error instanceof HarnessError) {
    return { code: error.code, message: error.shortMessage, remedies: error.remedies };
  }
  if (error instanceof BaseError) return { code: "UNEXPECTED", message: briefly(error) };
  return { code: "UNEXPECTED", message: error instanceof Error ? error.message : String(error) };
}

/**
 * A known error in words, without a stack.
 *
 * @param error The error.
 * @returns Its code and message, with fields named as the options or the variables that they were given by; those of a file keep
 * their names.
 */
export function inWords(error: HarnessError): string {
  const isOfOptions = error instanceof InvalidInputError && error.source === undefined;
  if (!isOfOptions) return `Error ${error.code}: ${error.message}`;
  const named = ({ field, ...problem }: InputProblem): InputProblem => ({
    ...problem,
    field: /^[A-Z]/.test(field)
      ? field
      : `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  });
  const [first, ...rest] = error.problems;
  return `Error ${error.code}: ${new InvalidInputError([named(first), ...rest.map(named)]).message}`;
}
