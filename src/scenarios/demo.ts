import type { Account } from "../account/Account.ts";
import type { Harness } from "../harness.ts";
import type { CompiledPermission } from "../session/compilePermission.ts";
import { begin, counter, enabledByUse, end, nfts, tokens } from "./demo/chapters.ts";
import { type DemoOptions, type DemoPreset, planDemo } from "./demo/planDemo.ts";
import { createStage } from "./demo/stage.ts";
import { deployDemoTargets } from "./demo/targets.ts";
import type { Step } from "./Step.ts";

export type { DemoOptions } from "./demo/planDemo.ts";

/** What the demo did. */
export interface DemoResult {
  readonly account: Pick<Account, "kind" | "address">;
  /** A session of each preset that it shows, as they were enabled. */
  readonly sessions: Readonly<Record<DemoPreset, CompiledPermission>>;
  readonly steps: readonly Step[];
  /** Whether every step ended as it should. */
  readonly ok: boolean;
}

/**
 * Sessions of three presets, their whole life, and what they refuse: from an account without the module to the
 * module uninstalled.
 *
 * @param harness A harness on a local chain. The chain's clock is moved past the sessions' end.
 * @param options What is granted, and on which kind of account.
 * @param onStep Told of each step when it has ended.
 * @returns Every step with its outcome.
 * @throws InvalidInputError where an option cannot be meant; then no operation was sent.
 */
export async function runDemo(
  harness: Harness,
  options: DemoOptions = {},
  onStep: (step: Step) => void = () => {},
): Promise<DemoResult> {
  const plan = await planDemo(harness, options);
  const { account, sessions, targets } = plan;
  await deployDemoTargets(harness.world, targets);
  const stage = createStage(harness, plan, onStep);
  for (const chapter of [begin, counter, tokens, nfts, enabledByUse, end]) await chapter(stage);

  const { kind, address } = account;
  const { steps } = stage;
  return { account: { kind, address }, sessions, steps, ok: steps.every(({ ok }) => ok) };
}
