import type { Address } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";
import { smartSessionAbi } from "../../abis/smartSessionAbi.ts";
import type { Harness } from "../../harness.ts";
import type { Outcome } from "../../refusal/Outcome.ts";
import type { Layer, Rule } from "../../refusal/Refusal.ts";
import type { CompiledPermission } from "../../session/compilePermission.ts";
import type { Call } from "../../world/Call.ts";
import type { EnableSignature } from "../../world/Release.ts";
import { type Check, type Expectation, isExpected, type Step } from "../Step.ts";
import type { DemoPlan, DemoPreset } from "./planDemo.ts";
import { demoCalls, demoReadings } from "./targets.ts";

export const accepted: Expectation = { status: "accepted" };
export const refusedBy = (layer: Layer, code: string, rule: Rule): Expectation => ({
  status: "rejected",
  layer,
  code,
  rule,
});

/** A use of a session: what is called, and what the chain should hold more of where that takes effect. */
export interface Use {
  readonly calls: readonly Call[];
  readonly effect?: Partial<Holdings>;
}

/** What the chain should hold: it moves with every use that takes effect, and with no other. */
export interface Holdings {
  readonly count: bigint;
  readonly transferred: bigint;
  readonly nfts: bigint;
  readonly paid: bigint;
}

/** A key that nobody has seen. */
export const freshKey = () => privateKeyToAccount(generatePrivateKey());

/** What the chapters of the demo play on. */
export type Stage = ReturnType<typeof createStage>;

/**
 * Sets the stage: plays steps, and holds each against what the chain should say.
 *
 * @param harness The harness.
 * @param plan What is going to be played.
 * @param onStep Told of each step when it has ended.
 * @returns The stage.
 */
export function createStage(harness: Harness, plan: DemoPlan, onStep: (step: Step) => void) {
  const { world } = harness;
  const { account, key, sessions } = plan;
  const smartSession = world.contracts.SmartSession.address;
  const read = demoReadings(world, plan.targets);
  const recipient = freshKey().address;
  const steps: Step[] = [];
  // decrement() needs enough to take from.
  let held: Holdings = { count: plan.maxUses + 3n, transferred: 0n, nfts: 0n, paid: 0n };

  const step = async (
    title: string,
    expected: Expectation,
    act: () => Promise<Outcome>,
    check: () => Promise<readonly Check[]>,
  ) => {
    const begun = performance.now();
    const outcome = await act();
    const checks = await check();
    const ok = isExpected(outcome, expected) && checks.every((one) => one.expected === one.actual);
    const done: Step = { title, expected, outcome, checks, ok, milliseconds: performance.now() - begun };
    steps.push(done);
    onStep(done);
  };

  /** The chain holds what it should. */
  const holdings = async (): Promise<Check[]> => [
    { what: "count", expected: held.count, actual: await read.count(account.address) },
    { what: "tokens transferred", expected: held.transferred, actual: await read.tokens(recipient) },
    { what: "NFTs of the account", expected: held.nfts, actual: await read.nfts(account.address) },
    { what: "paid for NFTs", expected: held.paid, actual: await read.paid() },
  ];

  return {
    harness,
    plan,
    steps,
    step,
    holdings,
    calls: demoCalls(plan.targets),
    /** Who receives what the account gives away. */
    recipient,
    /** How often the account counts at first. */
    firstCount: held.count,

    /** The module is installed on the account, or is not. */
    installed: (expected: boolean) => async () => [
      { what: "module installed", expected, actual: await account.isInstalled(smartSession) },
    ],

    /**
     * Presets' sessions are enabled, or are not. SmartSession alone is asked: a policy that does not enforce need
     * not tell its state either, and the demo is to go on and show that.
     */
    enabled: (names: readonly DemoPreset[], expected: boolean) => () =>
      Promise.all(
        names.map(async (name) => ({
          what: `${name} session enabled`,
          expected,
          actual: await world.client.readContract({
            address: smartSession,
            abi: smartSessionAbi,
            functionName: "isPermissionEnabled",
            args: [sessions[name].permissionId, account.address],
          }),
        })),
      ),

    /** A session is used; where that is accepted, the chain holds the more. */
    use: (
      title: string,
      expected: Expectation,
      session: CompiledPermission,
      { calls, effect = {} }: Use,
      by: { readonly key?: typeof key; readonly enable?: EnableSignature } = {},
    ) =>
      step(
        title,
        expected,
        async () => {
          const outcome = await harness.use({ account, session, key, calls, ...by });
          if (outcome.status === "accepted") held = sum(held, effect);
          return outcome;
        },
        holdings,
      ),
  };
}

function sum(
  one: Holdings,
  { count = 0n, transferred = 0n, nfts = 0n, paid = 0n }: Partial<Holdings>,
): Holdings {
  return {
    count: one.count + count,
    transferred: one.transferred + transferred,
    nfts: one.nfts + nfts,
    paid: one.paid + paid,
  };
}

const oneToken = 10n ** 18n;

/** Uses of the presets, as the chapters make them. */
export const usesOf = ({ plan, calls, recipient }: Stage) => ({
  /** The Counter's granted function, some times in one operation. */
  count: (times = 1n): Use => ({
    calls: Array.from({ length: Number(times) }, () => calls.counter(plan.granted.selector, plan.value)),
    // The Counter takes no value: what carries some has no effect.
    effect: plan.value === 0n ? { count: plan.granted.direction * times } : {},
  }),
  transfer: (tokens: bigint): Use => ({
    calls: [calls.transfer(recipient, tokens * oneToken)],
    effect: { transferred: tokens * oneToken },
  }),
  /** An NFT for the account; its number is free, as it is made of the account's address. */
  mint: (index: bigint, paid: bigint, to: Address = plan.account.address): Use => ({
    calls: [calls.mint(to, BigInt(plan.account.address) * 16n + index, paid)],
    effect: { nfts: to === plan.account.address ? 1n : 0n, paid },
  }),
});
