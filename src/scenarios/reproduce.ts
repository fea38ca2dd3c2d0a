import { formatUserOperationRequest } from "viem/account-abstraction";
import type { Account, AccountKind } from "../account/Account.ts";
import type { Diagnosis } from "../diagnosis/Diagnosis.ts";
import { diagnose } from "../diagnosis/diagnose.ts";
import type { Explanation } from "../diagnosis/Explanation.ts";
import { explain } from "../diagnosis/explain.ts";
import type { LintResult } from "../diagnosis/LintResult.ts";
import { lint } from "../diagnosis/lint.ts";
import { ScenarioNotForError } from "../errors/scenarios.ts";
import type { Harness } from "../harness.ts";
import type { Accepted } from "../refusal/Outcome.ts";
import type { ReleaseName } from "../world/Release.ts";
import type { Attempt } from "./troubleshooting/Attempt.ts";
import { type EndedAttempt, type EndedInput, playAttempt, playInput } from "./troubleshooting/playAttempt.ts";
import type { Scenario } from "./troubleshooting/Scenario.ts";
import { setStage } from "./troubleshooting/stage.ts";

export type { EndedAttempt, EndedInput } from "./troubleshooting/playAttempt.ts";
export type { Scenario, ScenarioGroup, Way } from "./troubleshooting/Scenario.ts";

/** What a way cost. */
export interface Cost {
  readonly way: string;
  /** How many user operations it took. */
  readonly operations: number;
  /** Gas that the account paid for (`UserOperationEvent.actualGasUsed`), over all of them. */
  readonly gas: bigint;
}

/** A scenario, as it was played. */
export interface Reproduction {
  readonly scenario: Pick<Scenario, "id" | "group" | "title" | "symptom" | "cause" | "remedy">;
  readonly account: Pick<Account, "kind" | "address">;
  readonly release: ReleaseName;
  /** What `lint` found in the permission as it was written, where that is at hand. */
  readonly linted?: LintResult | undefined;
  /** What `diagnose` found before the attempt was sent, where it had something to look at. */
  readonly diagnosis?: Diagnosis | undefined;
  /** What went wrong; undefined for a scenario about costs. */
  readonly attempt?: EndedAttempt | EndedInput | undefined;
  /** What `explain` made of it, where something was refused. */
  readonly explanation?: Explanation | undefined;
  /** What came of it once the remedy was followed. */
  readonly mended?: EndedAttempt | undefined;
  readonly costs?: readonly Cost[] | undefined;
  /** What did not go as the scenario says; empty where all did. */
  readonly problems: readonly string[];
}

/** How a scenario is played. */
export interface ReproduceOptions {
  /** The account's kind. Default: safe7579. */
  readonly kind?: AccountKind | undefined;
  /** Ends the play where it is aborted, between two of its steps. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Plays a scenario: the trouble, what is found of it before and after, the remedy, and that it works.
 *
 * @param harness A harness on a simulated chain. The chain's clock may be moved.
 * @param scenario The scenario, see `findScenario`.
 * @param options The account's kind, and a signal that ends the play where it is aborted.
 * @returns What happened, and what of it is not as the scenario says.
 * @throws ScenarioNotForError where the release or the kind does not have the trouble; StageRefusedError;
 * AccountKindNotPresentError; the signal's reason.
 * @example
 * ```ts
 * const { attempt, explanation, problems } = await reproduce(harness, findScenario("expired"), { kind: "nexus" });
 * ```
 */
export async function reproduce(
  harness: Harness,
  scenario: Scenario,
  { kind = "safe7579", signal }: ReproduceOptions = {},
): Promise<Reproduction> {
  const { world } = harness;
  demandTrouble(scenario, world.release.name, kind);
  const stage = await setStage(harness, kind);
  const { id, group, title, symptom, cause, remedy } = scenario;
  signal?.throwIfAborted();
  const played = await scenario.play(stage);
  signal?.throwIfAborted();
  const told = {
    scenario: { id, group, title, symptom, cause, remedy },
    account: { kind, address: stage.account.address },
    release: world.release.name,
  };
  if ("costs" in played) {
    const costs = (scenario.ways ?? []).map(({ way }, index) => sum(way, played.costs[index] ?? []));
    const [dear, cheap] = costs;
    const problems = dear && cheap && dear.gas > cheap.gas ? [] : ["the first way is not the dearer one"];
    return { ...told, costs, problems };
  }
  const { attempt: tried, permission } = played;
  const linted = permission && (await lint([{ name: id, permission }], { world }));
  if ("make" in tried) {
    const attempt = playInput(tried);
    const result = { linted, attempt, mended: await playAttempt(harness, await played.mend()) };
    return { ...told, ...result, problems: problemsOf(scenario, result) };
  }
  const diagnosis = tried.patient && (await diagnose(world, tried.patient));
  const attempt = await playAttempt(harness, tried);
  const explanation = await explained(harness, tried, attempt);
  signal?.throwIfAborted();
  const mended = await playAttempt(harness, await played.mend());
  const result = { linted, diagnosis, attempt, explanation, mended };
  return { ...told, ...result, problems: problemsOf(scenario, result) };
}

function demandTrouble({ id, release, notOn = [] }: Scenario, actual: ReleaseName, kind: AccountKind): void {
  if (release !== undefined && release !== actual) throw new ScenarioNotForError({ id, release, actual });
  if (notOn.includes(kind)) throw new ScenarioNotForError({ id, kind });
}

const sum = (way: string, operations: readonly Accepted[]): Cost => ({
  way,
  operations: operations.length,
  gas: operations.reduce((total, { gasUsed }) => total + gasUsed, 0n),
});

/** By the operation and the error that its bundler gave; of what was mined, by its hash. */
async function explained(
  { world }: Harness,
  { account, operation }: Attempt,
  { outcome }: EndedAttempt,
): Promise<Explanation | undefined> {
  if (outcome.status === "accepted") return undefined;
  const { refusal, mined } = outcome;
  const [bundler] = refusal.layers;
  const error = { code: Number(bundler?.code), message: bundler?.args.message };
  const sent = { params: [formatUserOperationRequest(operation)], error };
  return explain(mined?.userOpHash ?? JSON.stringify(sent), { world, account });
}

/** What is not as the scenario says, in a line each. */
function problemsOf(
  { diagnosis: expected = {} }: Scenario,
  {
    linted,
    diagnosis,
    attempt,
    explanation,
    mended,
  }: Omit<Reproduction, "scenario" | "account" | "release" | "problems">,
): readonly string[] {
  const rule = explanation?.causes[0]?.rule;
  const found = diagnosis?.findings.filter(({ level }) => level !== "ok").map(({ id }) => id) ?? [];
  const foundInFile = linted?.findings.map((finding) => finding.rule) ?? [];
  const names = (ids: readonly string[]) => ids.join(", ") || "nothing";
  const lacks = (ids: readonly string[], id: string | undefined) => id !== undefined && !ids.includes(id);
  return [
    ...(attempt?.ok ? [] : ["the attempt did not end as it should"]),
    ...(mended?.ok ? [] : ["the remedy did not help"]),
    ...(explanation && expected.rule && rule !== expected.rule
      ? [`explain names the rule ${rule ?? "(none)"}, not ${expected.rule}`]
      : []),
    ...(lacks(found, expected.doctor) ? [`doctor finds ${names(found)}, not ${expected.doctor}`] : []),
    ...(lacks(foundInFile, expected.lint) ? [`lint finds ${names(foundInFile)}, not ${expected.lint}`] : []),
  ];
}
