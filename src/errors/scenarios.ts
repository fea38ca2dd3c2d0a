import { HarnessError } from "./HarnessError.ts";

/** An operation that is measured did not take effect: its time would mean nothing. */
export class BenchRefusedError extends HarnessError {
  override readonly code = "BENCH_REFUSED";

  /** @param parameters Which operation, and what became of it. */
  constructor({ what, refusal }: { what: string; refusal: string }) {
    super(`${what} was refused, so nothing is measured: ${refusal}`, {
      remedies: ["Run the suite (./harness test): what is refused here is refused there."],
    });
  }
}

/** A step that sets a scenario's scene did not take effect: what follows would show nothing. */
export class StageRefusedError extends HarnessError {
  override readonly code = "STAGE_REFUSED";

  /** @param parameters Which step, and why it was refused. */
  constructor({ what, refusal }: { what: string; refusal: string }) {
    super(`The scene could not be set: ${what} was refused: ${refusal}`, {
      remedies: ["Run the suite (./harness test): what is refused here is refused there."],
    });
  }
}

/** There is no such scenario. */
export class ScenarioNotFoundError extends HarnessError {
  override readonly code = "SCENARIO_NOT_FOUND";

  /** @param parameters What was asked for, and the names that come nearest to it. */
  constructor({ id, near }: { id: string; near: readonly string[] }) {
    super(`There is no scenario ${JSON.stringify(id)}.`, {
      remedies: [
        ...(near.length > 0 ? [`Did you mean: ${near.join(", ")}?`] : []),
        "List them: ./harness sessions scenarios",
      ],
    });
  }
}

/** A release of SmartSession, or a kind of account, does not have the trouble that a scenario is about. */
export class ScenarioNotForError extends HarnessError {
  override readonly code = "SCENARIO_NOT_FOR";

  /** @param parameters Which scenario, and the release that alone has it, or the kind that has it not. */
  constructor(
    parameters: { readonly id: string } & (
      | { readonly release: string; readonly actual: string }
      | { readonly kind: string }
    ),
  ) {
    const { id } = parameters;
    const [why, remedy] =
      "kind" in parameters
        ? [`accounts of kind ${parameters.kind} do not have it`, "Give another kind: --account nexus."]
        : [
            `SmartSession ${parameters.release} alone has it, and this is ${parameters.actual}`,
            `Run it on ${parameters.release}: SMART_SESSIONS_RELEASE=${parameters.release}.`,
          ];
    super(`The scenario ${id} cannot be reproduced here: ${why}.`, { remedies: [remedy] });
  }
}

/** A scenario was interrupted; a chain that it was played on is as it was before. */
export class ReproductionInterruptedError extends HarnessError {
  override readonly code = "REPRODUCTION_INTERRUPTED";

  constructor() {
    super("The scenario was interrupted, and the chain put back.", { remedies: ["Play it again."] });
  }
}
