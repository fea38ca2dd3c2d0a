import type { Mutant } from "./findMutants.ts";

/** How a run of tests ended. */
export interface TestRun {
  /** Green, or a test failed, or it took longer than it may, or it ended otherwise: nothing compiled, for one. */
  readonly status: "green" | "red" | "timed out" | "broke off";
  /** The first test that failed. */
  readonly failed?: string;
  /** What was printed last. */
  readonly output: string;
}

/** What a mutant is asked. */
export interface Runner {
  /** The Solidity tests of the mutant's contract; undefined where there are none. */
  solidity(mutant: Mutant): Promise<TestRun | undefined>;
  /** The TypeScript tests. */
  suite(mutant: Mutant): Promise<TestRun>;
  /** Compiles the mutant, or the contract itself. */
  compile(mutant: Mutant, original?: boolean): { readonly errors: readonly string[]; readonly code: string };
}

/** What became of a mutant. */
export interface Verdict {
  readonly fate:
    | "killed by Solidity tests"
    | "killed by the suite"
    | "did not compile"
    | "same code"
    | "broke off"
    | "lives";
  /** Killed because the tests took too long: an endless loop, mostly. */
  readonly timedOut?: true;
  /** The test that killed it, what the compiler says, or what was printed last where the tests broke off. */
  readonly by?: string;
}

/** How much of what is printed last is kept, in characters. */
const keptOutput = 1_000;

/**
 * Finds out whether the tests tell a mutant from the contract.
 *
 * @param mutant The mutant.
 * @param runner What runs the tests on it.
 * @returns Its fate. `same code`: the compiler makes the same of it as of the contract. `broke off`: the tests ended
 * without one that failed, though the mutant compiles; they say nothing about it.
 */
export async function judge(mutant: Mutant, runner: Runner): Promise<Verdict> {
  const fates = { solidity: "killed by Solidity tests", suite: "killed by the suite" } as const;
  for (const kind of ["solidity", "suite"] as const) {
    const run = await runner[kind](mutant);
    if (run === undefined || run.status === "green") continue;
    if (run.status === "timed out") return { fate: fates[kind], timedOut: true };
    if (run.status === "red") return { fate: fates[kind], ...(run.failed && { by: run.failed }) };
    const [error] = runner.compile(mutant).errors;
    if (error === undefined) return { fate: "broke off", by: run.output.trim().slice(-keptOutput) };
    return { fate: "did not compile", by: error };
  }
  const isSame = runner.compile(mutant).code === runner.compile(mutant, true).code;
  return { fate: isSame ? "same code" : "lives" };
}
