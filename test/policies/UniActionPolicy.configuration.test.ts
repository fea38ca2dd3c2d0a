import { expect } from "chai";
import { concat } from "viem";
import { type ArgumentRule, uniAction } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { words } from "../helpers/words.ts";

const most = 2n ** 256n - 1n;
const argumentsOfSixteen = Array.from({ length: 16 }, (_, index) => BigInt(index + 1));
const sixteen = `f(${argumentsOfSixteen.map(() => "uint256").join(",")})`;
const sixteenRules: ArgumentRule[] = argumentsOfSixteen.map((value, argument) => ({
  argument,
  condition: "equal",
  value,
}));

/** It has room for sixteen rules, and needs one. */
onEveryAccount("UniActionPolicy, its configuration", (matrix) => {
  const room = policyRoom(matrix);

  /** A session that may call a function of sixteen numbers, by a rule for each. */
  const ruled = async () => {
    const built = await room();
    const { recorder, permit, violates } = built;
    const { permission, permissionId, use } = await permit({
      function: sixteen,
      argumentRules: sixteenRules,
    });
    return {
      ...built,
      use: (given: bigint[]) => use(recorder.raw(concat([permission.function.selector, words(...given)]))),
      refused: violates(uniAction, "argumentRules", permissionId),
    };
  };

  describe("valid", () => {
    it("accepts a call that keeps sixteen rules", async () => {
      const { world, recorder, use } = await ruled();
      await expectAccepted(world, await use(argumentsOfSixteen));
      expect(await recorder.calls()).to.equal(1n);
      expect(await recorder.argument()).to.equal(argumentsOfSixteen[0]);
    });
  });

  describe("invalid", () => {
    for (const wrong of [0, 7, 15]) {
      it(`rejects a call that breaks rule ${wrong + 1} of sixteen`, async () => {
        const { recorder, use, refused } = await ruled();
        expectRefused(
          await use(argumentsOfSixteen.map((value, index) => (index === wrong ? 99n : value))),
          refused,
        );
        expect(await recorder.calls()).to.equal(0n);
      });
    }

    it("refuses more than sixteen rules when they are compiled, and when they are enabled", async () => {
      const { compile, make, acting, expectNotConfigured } = await room();
      const argumentRules: ArgumentRule[] = [
        ...sixteenRules,
        { argument: 0, condition: "lessThan", value: 999n },
      ];
      await expectInputError(
        () => compile({ function: sixteen, argumentRules }),
        "argumentRules",
        "(a list)",
        /17 comparisons, and UniActionPolicy has 16/,
      );
      const initData = words(0n, 17n, ...Array<bigint>(6 * 16).fill(0n));
      const made = make({ actions: [acting([{ policy: uniAction.address, initData }])] });
      await expectNotConfigured(made, uniAction, "Panic", { reason: 50n });
    });

    it("refuses init data that does not hold sixteen rules when it is enabled", async () => {
      const { make, acting, expectNotConfigured } = await room();
      for (const initData of ["0x", words(0n, 1n, ...Array<bigint>(6 * 16 - 1).fill(0n))] as const) {
        const made = make({ actions: [acting([{ policy: uniAction.address, initData }])] });
        await expectNotConfigured(made, uniAction, "no data");
      }
    });

    it("takes no rules at all when it is enabled, and rejects its use", async () => {
      const { recorder, grant, acting, ofAction, unusable } = await room();
      const initData = words(5n, ...Array<bigint>(1 + 6 * 16).fill(0n));
      const { permissionId, use } = await grant({
        actions: [acting([{ policy: uniAction.address, initData }])],
      });
      const refused = unusable(uniAction, ofAction(permissionId).configId);
      expectRefused(await use(recorder.call()), refused);
      expectRefused(await use(recorder.call(1n, 6n)), refused);
      expect(await recorder.calls()).to.equal(0n);
    });

    it("is refused as userOp policy when it is enabled", async () => {
      const { make, inRole, expectUnsupported } = await room();
      const policy = uniAction.encode({ maxValue: 1n, comparisons: [] });
      await expectUnsupported(make(inRole("userOp", policy)), uniAction.address);
    });
  });

  describe("integration", () => {
    it("ignores what follows its init data", async () => {
      const { world, recorder, grant, acting, violates } = await room();
      const equal = { offset: 0n, condition: "equal", ref: words(5n) } as const;
      const { policy, initData } = uniAction.encode({ maxValue: 0n, comparisons: [equal] });
      const { permissionId, use } = await grant({
        actions: [acting([{ policy, initData: concat([initData, words(most)]) }])],
      });
      expectRefused(await use(recorder.call(6n)), violates(uniAction, "argumentRules", permissionId));
      await expectAccepted(world, await use(recorder.call(5n)));
      expect(await recorder.argument()).to.equal(5n);
    });

    it("holds each action of a session to its own rules", async () => {
      const { world, recorder, grant, acting, violates } = await room();
      const other = "0x12345678";
      const equal = (value: bigint) =>
        uniAction.encode({
          maxValue: 0n,
          comparisons: [{ offset: 0n, condition: "equal", ref: words(value) }],
        });
      const { permissionId, use } = await grant({
        actions: [acting([equal(1n)]), acting([equal(2n)], other)],
      });
      const another = (value: bigint) => recorder.raw(concat([other, words(value)]));
      const refused = violates(uniAction, "argumentRules", permissionId);
      expectRefused(await use(recorder.call(2n)), refused);
      expectRefused(await use(another(1n)), refused);
      expectRefused(await use(recorder.call(1n), another(1n)), refused);
      await expectAccepted(world, await use(recorder.call(1n), another(2n)));
      expect(await recorder.calls()).to.equal(2n);
    });

    it("is one policy where it is listed twice in an action, and the last rules hold", async () => {
      const { world, recorder, grant, acting, violates } = await room();
      const equal = (value: bigint) =>
        uniAction.encode({
          maxValue: 0n,
          comparisons: [{ offset: 0n, condition: "equal", ref: words(value) }],
        });
      const { permissionId, use } = await grant({ actions: [acting([equal(1n), equal(2n)])] });
      expectRefused(await use(recorder.call(1n)), violates(uniAction, "argumentRules", permissionId));
      await expectAccepted(world, await use(recorder.call(2n)));
      expect(await recorder.argument()).to.equal(2n);
    });
  });
});
