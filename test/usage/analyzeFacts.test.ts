import { expect } from "chai";
import fc from "fast-check";
import { type Address, encodeFunctionData, erc20Abi, type Hex, pad, parseEther } from "viem";
import { z } from "zod";
import { sortsOf } from "../../src/usage/analyze/countSort.ts";
import { emptyState, foldFacts } from "../../src/usage/analyze/foldFacts.ts";
import { countTime, emptyTimeline, intervalsOf } from "../../src/usage/analyze/timeline.ts";
import { usageStateSchema } from "../../src/usage/analyze/UsageState.ts";
import type { SessionCall, SessionUsed, UsageFact } from "../../src/usage/UsageFact.ts";
import type { Session } from "../../src/world/Release.ts";
import { readDrawing } from "../helpers/drawing.ts";

const account: Address = "0xaAaAaAaaAaAaAaaAaAAAAAAAAaaaAaAaAaaAaaAa";
const token: Address = "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB";
const payee: Address = "0x000000000000000000000000000000000000dEaD";
const idOf = (index: number): Hex => pad(`0x0${index + 1}`);

const recorded = (index: number) => ({
  ...{ account, blockNumber: BigInt(index), timestamp: 1_000n + BigInt(index) * 7n },
  ...{ transactionHash: pad(`0x${(index + 1).toString(16).padStart(4, "0")}`), logIndex: 0 },
});

const used = (index: number, given: Partial<SessionUsed> = {}): SessionUsed => ({
  ...recorded(index),
  type: "sessionUsed",
  ...{ userOpHash: pad("0x01"), nonce: 0n, paymaster: undefined, success: true, gasUsed: 10n, gasCost: 20n },
  ...{ permissionId: idOf(0), enables: undefined, calls: [] },
  ...given,
});

const transfer: SessionCall = {
  to: token,
  value: 0n,
  data: encodeFunctionData({ abi: erc20Abi, functionName: "transfer", args: [payee, 5n] }),
};
const pay: SessionCall = { to: payee, value: parseEther("1"), data: "0x" };

const fold = (facts: readonly UsageFact[], from = 0n) => {
  const state = emptyState();
  foldFacts(state, facts, from);
  return state;
};

describe("what is kept of facts", () => {
  it("tells operations of which the session or the calls could not be read", () => {
    const facts = [used(0), used(1, { permissionId: undefined }), used(2, { calls: undefined })];
    const { unread, totals, sessions } = fold(facts);
    expect([unread, totals.operations, sessions.size]).to.deep.equal([2, 3, 1]);
  });

  it("takes a session for none that was never enabled, where all was read", () => {
    const state = emptyState();
    foldFacts(state, [used(0)], 0n, true);
    expect([state.unread, state.totals.operations, state.sessions.size]).to.deep.equal([1, 1, 0]);
  });

  it("keeps of actions those that a token's limit may be of, each once", () => {
    const enables = {
      actions: [
        { actionTarget: token, actionTargetSelector: "0x095ea7b3", actionPolicies: [] },
        { actionTarget: token, actionTargetSelector: "0x12345678", actionPolicies: [] },
      ],
    } as unknown as Session;
    const other: SessionCall = { ...transfer, data: "0x87654321" };
    const [session] = fold([
      used(0, { enables }),
      used(1, { calls: [transfer, other, pay, transfer] }),
    ]).sessions.values();
    expect([...(session?.actions ?? [])]).to.deep.equal(
      ["0x095ea7b3", "0xa9059cbb"].map((selector) => `${token}${selector.slice(2)}`.toLowerCase()),
    );
  });

  it("takes an operation's own removal for no new life, in a bundle that removes the session first", () => {
    const permissionId = idOf(0);
    const life = { ...recorded(1), permissionId };
    const enabled = { ...life, type: "sessionEnabled", by: "call", policies: [] } as unknown as UsageFact;
    const removed = { ...life, type: "sessionRemoved" } as UsageFact;
    const [session] = fold([enabled, removed, used(1)]).sessions.values();
    expect(session?.removed).to.equal(true);
  });

  it("counts a signature for all that a call enables, and for each use that enables, in one transaction too", () => {
    const enabled = (index: number, by: "call" | "first use" = "call") =>
      ({
        ...recorded(0),
        type: "sessionEnabled",
        by,
        permissionId: idOf(index),
        policies: [],
      }) as unknown as UsageFact;
    const enabling = (index: number) => [
      enabled(index, "first use"),
      used(0, { permissionId: idOf(index), enables: { actions: [] } as unknown as Session }),
    ];
    expect(fold([enabled(0), enabled(1)]).enablings).to.equal(1);
    expect(fold([...enabling(0), ...enabling(1)]).enablings).to.equal(2);
    expect(fold([...enabling(0), enabled(1), enabled(2)]).enablings).to.equal(2);
    expect(fold([enabled(0), ...enabling(1)], 1n).enablings, "before the period").to.equal(0);
  });

  it("tells calls with value, tokens and batches apart; what is no token moved none", () => {
    const { accounts } = fold([
      used(0, { calls: [transfer] }),
      used(1, { calls: [transfer, transfer] }),
      used(2, { calls: [pay] }),
      used(3, { calls: [{ ...transfer, data: "0x12345678" }] }),
      used(4, { calls: [{ ...transfer, value: 1n }], success: false }),
      used(5, { calls: undefined }),
    ]);
    const [{ sorts } = expect.fail()] = [...accounts.values()];
    expect(sortsOf(sorts, () => true)).to.deep.equal({ batch: 1, value: 1, call: 1, token: 2 });
    expect(sortsOf(sorts, () => false)).to.deep.equal({ batch: 1, value: 2, call: 2, token: 0 });
  });

  it("counts value and tokens where they took effect, and calls in any case", () => {
    const state = fold([
      used(0, { calls: [transfer, pay] }),
      used(1, { calls: [transfer, pay], success: false }),
    ]);
    expect(state.totals).to.deep.include({
      operations: 2,
      succeeded: 1,
      calls: 4,
      value: pay.value,
      gasUsed: 20n,
    });
    expect([...state.totals.tokens.values()]).to.deep.equal([{ transferred: 5n, approved: 0n }]);
    expect(state.targets.get(payee.toLowerCase())).to.deep.include({ calls: 2, failed: 1, value: pay.value });
  });

  const drawnFacts = fc.array(
    fc.oneof(
      fc.record({
        permissionId: fc.option(fc.nat(3).map(idOf), { nil: undefined }),
        success: fc.boolean(),
        calls: fc.option(fc.array(fc.constantFrom(transfer, pay), { maxLength: 3 }), { nil: undefined }),
        paymaster: fc.constantFrom(undefined, payee),
      }),
      fc.record({
        type: fc.constantFrom("sessionEnabled", "sessionRemoved"),
        permissionId: fc.nat(3).map(idOf),
      }),
    ),
    { maxLength: 30 },
  );
  const { runs: numRuns, seed, path } = readDrawing(100);
  const drawing = { numRuns, ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) };

  it("is the same in whichever chunks they come, also where it was written to a file between them", () => {
    fc.assert(
      fc.property(drawnFacts, fc.nat(30), fc.nat(10), (drawn, cut, from) => {
        const facts = drawn.map(
          (one, index) =>
            ("type" in one
              ? { ...recorded(index), by: "call", policies: [], ...one }
              : used(index, one)) as UsageFact,
        );
        const whole = fold(facts, BigInt(from));
        const first = fold(facts.slice(0, cut), BigInt(from));
        const kept = z.decode(
          usageStateSchema,
          JSON.parse(JSON.stringify(z.encode(usageStateSchema, first))),
        );
        foldFacts(kept, facts.slice(cut), BigInt(from));
        expect(kept).to.deep.equal(whole);
      }),
      drawing,
    );
  });

  it("grows with sessions and functions, not with what was done", () => {
    const sizeOf = (uses: number) =>
      JSON.stringify(
        z.encode(
          usageStateSchema,
          fold(Array.from({ length: uses }, (_, index) => used(index % 50, { calls: [transfer] }))),
        ),
      ).replace(/\d+/g, "0").length;
    expect(sizeOf(5_000)).to.equal(sizeOf(50));
  });
});

describe("a timeline", () => {
  const most = 60;

  it("has at most 60 intervals of one length, which hold every operation, from the first to the period's end", () => {
    const times = fc.array(
      fc.record({ time: fc.integer({ min: 1, max: 2_000_000_000 }), success: fc.boolean() }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(times, fc.nat(1_000_000), (drawn, after) => {
        const timeline = emptyTimeline();
        for (const { time, success } of drawn) {
          countTime(timeline, BigInt(time), success);
          expect(timeline.intervals.size).to.be.at.most(most);
        }
        const [first, last] = [
          Math.min(...drawn.map(({ time }) => time)),
          Math.max(...drawn.map(({ time }) => time)),
        ];
        const end = BigInt(last + after);
        const intervals = intervalsOf(timeline, end);
        expect(intervals.length).to.be.at.most(most);
        const sum = (of: "succeeded" | "failed") => intervals.reduce((total, one) => total + one[of], 0);
        const succeeded = drawn.filter(({ success }) => success).length;
        expect([sum("succeeded"), sum("failed")]).to.deep.equal([succeeded, drawn.length - succeeded]);
        const widths = new Set(
          intervals.slice(1).map(({ begin }, index) => begin - (intervals[index]?.begin ?? 0n)),
        );
        expect(widths.size).to.be.at.most(1);
        const [width = 60n] = widths;
        expect(intervals[0]?.begin).to.satisfy((begin: bigint) => begin <= first && begin + width > first);
        expect((intervals.at(-1)?.begin ?? 0n) <= end).to.equal(true);
        expect((intervals.at(-1)?.begin ?? 0n) + width > end).to.equal(true);
      }),
      { numRuns: 200 },
    );
  });

  it("is empty where nothing was done", () => {
    expect(intervalsOf(emptyTimeline(), 5n)).to.deep.equal([]);
  });
});
