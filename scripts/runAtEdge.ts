import { HarnessError, InvalidInputError, toJson } from "../src/index.ts";

/**
 * Runs a task's work at the edge of the program: a known error is printed in words, without a stack, and sets
 * the exit code; an unknown one is left to Hardhat.
 *
 * @param work What the task does; it returns whether all went as it should.
 * @param json Whether the caller wants JSON on standard output.
 */
export async function runAtEdge(work: () => Promise<boolean>, { json }: { json: boolean }): Promise<void> {
  try {
    if (!(await work())) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof HarnessError)) throw error;
    process.exitCode = 1;
    if (json) {
      const { code, shortMessage, remedies } = error;
      const problems = error instanceof InvalidInputError ? { problems: error.problems } : {};
      console.log(toJson({ error: { code, message: shortMessage, remedies, ...problems } }));
    } else {
      console.error(`Error ${error.code}: ${error.message}`);
    }
  }
}
