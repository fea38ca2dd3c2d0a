import { expect } from "chai";
import { concat, size, slice } from "viem";
import { type Call, type CompiledPermission, timeFrame, uniAction } from "../../src/index.ts";
import type { AccountOfMatrix } from "../helpers/accounts.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { outOfTime, undoneBy, wrongKey } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import { type PatternName, type PatternRoom, patternRoom } from "./patternScene.ts";

/** A pattern, and what its session is tried with. */
export interface TriedPattern {
  readonly name: PatternName;
  /** How long its session lasts, in seconds. */
  readonly lasts: bigint;
  /** A call that it grants, and that the target takes; the second one after the first. */
  granted(room: PatternRoom, index: 0 | 1): Call;
  /** What others do between the two. */
  between?(room: PatternRoom): Promise<void>;
  /** Calls that it does not grant, by what they do. */
  readonly outside: Readonly<Record<string, (room: PatternRoom) => Call>>;
  /** What the calls that are granted would have changed. */
  state(room: PatternRoom): Promise<unknown>;
}

/** What a statement of enforcement says enforces a field; null: nothing does. */
const enforcerOf = ({ enforcement }: CompiledPermission, field: string) =>
  enforcement.find((one) => one.field === field)?.enforcedBy;

/**
 * Declares what holds of every pattern's session: who uses it, when, and for which calls.
 *
 * @param matrix The kind of account.
 * @param pattern The pattern.
 */
export function shouldHoldItsScope(matrix: AccountOfMatrix, pattern: TriedPattern): void {
  const { name, lasts, granted, between, outside, state } = pattern;
  const room = patternRoom(matrix);

  describe("sessionKey, by OwnableValidator", () => {
    it("refuses another key's signature", async () => {
      const built = await room();
      const { harness, account, of } = built;
      const { session } = of(name);
      expect(enforcerOf(session, "sessionKey")).to.match(/^OwnableValidator|^Startale/);
      const before = await state(built);
      const calls = [granted(built, 0)];
      const outcome = await harness.use({ account, session, key: freshKey(), calls });
      expectRefused(outcome, wrongKey(session.permissionId));
      expect(await state(built)).to.deep.equal(before);
    });
  });

  describe("target and function, by SmartSession", () => {
    for (const [what, call] of Object.entries(outside)) {
      it(`refuses ${what}, alone and hidden in a batch before and behind what is granted`, async () => {
        const built = await room();
        const { session, use, notGranted } = built.of(name);
        for (const field of ["target", "function"])
          expect(enforcerOf(session, field)).to.equal("SmartSession (action)");
        const before = await state(built);
        const [first, second, bad] = [granted(built, 0), granted(built, 1), call(built)];
        for (const batch of [[bad], [first, bad], [bad, first], [first, bad, second]]) {
          expectRefused(await use(...batch), notGranted);
        }
        expect(await state(built)).to.deep.equal(before);
      });
    }
  });

  describe("the call data", () => {
    /** How much of it UniActionPolicy reads, in bytes: to its last rule's word, and the first one where it has none. */
    const readOf = ({ permission: { argumentRules } }: CompiledPermission) =>
      Math.max(36, ...argumentRules.map(({ argument }) => 36 + Number(argument.offset)));

    it("is refused where it is cut short: by a byte, by an argument, to the selector", async () => {
      const built = await room();
      const { session, use } = built.of(name);
      const before = await state(built);
      const { data = "0x", ...call } = granted(built, 0);
      for (const cut of [slice(data, 0, -1), slice(data, 0, -32), slice(data, 0, 4)]) {
        const outcome = await use({ ...call, data: cut });
        if (size(cut) < readOf(session)) {
          expectRefused(
            outcome,
            built.reverts(uniAction, { code: "no data", rule: "argumentRules", args: {} }),
          );
        } else {
          await expectReverted(built.world, outcome, undoneBy(matrix.hiding, "target", "no data"));
        }
      }
      expect(await state(built)).to.deep.equal(before);
    });

    it("is refused where its last word holds more than its type does", async () => {
      const built = await room();
      const { session, use, wrongArgument } = built.of(name);
      const before = await state(built);
      const { data = "0x", ...call } = granted(built, 0);
      const word = slice(data, -32);
      const dirty = concat([slice(data, 0, -32), "0x01", slice(word, 1)]);
      const outcome = await use({ ...call, data: dirty });
      if (size(dirty) === readOf(session)) expectRefused(outcome, wrongArgument);
      else await expectReverted(built.world, outcome, undoneBy(matrix.hiding, "target", "no data"));
      expect(await state(built)).to.deep.equal(before);
    });

    it("may have more behind it, which nobody reads", async () => {
      const built = await room();
      const before = await state(built);
      const { data = "0x", ...call } = granted(built, 0);
      const longer = concat([data, `0x${"ff".repeat(size(data))}`]);
      await expectAccepted(built.world, await built.of(name).use({ ...call, data: longer }));
      expect(await state(built)).not.to.deep.equal(before);
    });
  });

  describe("validAfter and duration, by TimeFramePolicy", () => {
    it("permits the first second and the last, and refuses those beside them", async () => {
      const built = await room();
      const { world, begins, goTo } = built;
      const { session, use } = built.of(name);
      const frame = { validAfter: begins, validUntil: begins + lasts };
      expect(session.permission).to.include(frame);
      for (const field of ["validAfter", "validUntil"])
        expect(enforcerOf(session, field)).to.equal(`${timeFrame.name} (userOp policy)`);

      const refuses = async (rule: "validAfter" | "validUntil", timestamp: bigint) => {
        await goTo(timestamp);
        expectRefused(await use(granted(built, 0)), outOfTime(rule, { ...frame, timestamp }));
      };
      const permits = async (index: 0 | 1, time: bigint) => {
        await goTo(time);
        const { blockNumber } = await expectAccepted(world, await use(granted(built, index)));
        expect((await world.client.getBlock({ blockNumber })).timestamp).to.equal(time);
      };
      const states = [await state(built)];
      await refuses("validAfter", frame.validAfter - 1n);
      await permits(0, frame.validAfter);
      states.push(await state(built));
      await between?.(built);
      states.push(await state(built));
      await permits(1, frame.validUntil);
      states.push(await state(built));
      await refuses("validUntil", frame.validUntil + 1n);
      expect(states[1]).not.to.deep.equal(states[0]);
      expect(states[3]).not.to.deep.equal(states[2]);
      expect(await state(built)).to.deep.equal(states[3]);
    });
  });
}
