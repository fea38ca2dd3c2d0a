import { HarnessError } from "../../src/index.ts";

/** What should be Solidity is none, or none that this compiler knows. */
export class SourceNotParsedError extends HarnessError {
  override readonly code = "SOURCE_NOT_PARSED";

  /** @param parameters The file, and what the compiler says. */
  constructor({ file, problem }: { file: string; problem: string }) {
    super(`${file} does not parse: ${problem.trim()}`, { remedies: ["Compile it first: ./harness build"] });
  }
}

/** The list of mutants that change nothing observable has fallen behind the contracts. */
export class EquivalentsError extends HarnessError {
  override readonly code = "EQUIVALENTS_OUT_OF_DATE";

  /** @param problems Each entry that is wrong, and how. */
  constructor(problems: readonly string[]) {
    super(`scripts/mutate/equivalent.ts is out of date:\n${problems.map((one) => `  ${one}`).join("\n")}`, {
      remedies: [
        "Look the mutant up (./harness mutate --list) and write the entry anew, or take it out: without it the mutant is tested.",
      ],
    });
  }
}

/** The tests fail without a mutant: then they say nothing about one. */
export class NotGreenError extends HarnessError {
  override readonly code = "TESTS_NOT_GREEN";

  /** @param parameters What was run, how it ended, and what it printed last. */
  constructor({ what, how, output }: { what: string; how: string; output: string }) {
    super(`Without any mutant, ${what} ${how}:\n${output.trim()}`, {
      remedies: [
        "Run it in the project (SMART_SESSIONS_RELEASE=beta), and mend what fails there.",
        "Where it is green there, the copy lacks a file, or the machine is too busy for a test's own bound.",
      ],
    });
  }
}
