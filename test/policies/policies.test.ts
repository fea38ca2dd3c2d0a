import { expect } from "chai";
import { concat, type Hex, pad, slice } from "viem";
import {
  type PolicyData,
  setChainTime,
  sudo,
  timeFrame,
  uniAction,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { callOf } from "../helpers/execution.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { outOfTime } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import { words } from "../helpers/words.ts";

const roles = ["userOp", "action"] as const;
/** `PolicyCheckReverted(bytes32)` */
const policyCheckReverted = "0xf4270752";

/** What holds for policies of any kind. */
onEveryAccount("policies", (matrix) => {
  const room = policyRoom(matrix);

  describe("valid", () => {
    it("lets a use pass that every policy of the session and of the action passes", async () => {
      const { world, recorder, grant, limits, call } = await limited();
      const { use } = await grant(limits);
      await expectAccepted(world, await use(call, call));
      expect(await recorder.calls()).to.equal(2n);
      expect(await recorder.received()).to.equal(4n);
    });

    it("counts by none of them what one refuses", async () => {
      const { recorder, grant, limits, ofAction, ofSession, violates } = await limited();
      const { permissionId, use } = await grant(limits);
      // The last to be asked says no.
      expectRefused(
        await use(...Array(4).fill(recorder.call())),
        violates(usageLimit, "maxUses", permissionId),
      );
      for (const key of [ofAction(permissionId), ofSession(permissionId)]) {
        expect((await usageLimit.readState(key)).used).to.equal(0n);
        expect((await valueLimit.readState(key)).used).to.equal(0n);
      }
    });
  });

  describe("invalid", () => {
    it("rejects a use that any one of them rejects", async () => {
      const { world, now, recorder, grant, limits, ofAction, violates, reverts } = await limited();
      const { permissionId, use } = await grant(limits);
      const call = (argument: bigint, value = 0n) => recorder.call(argument, value);
      expectRefused(await use(call(10n)), violates(uniAction, "argumentRules", permissionId));
      expectRefused(
        await use(call(1n, 4n)),
        reverts(uniAction, {
          code: "ValueLimitExceeded",
          rule: "maxValue",
          args: { id: ofAction(permissionId).configId, value: 4n, limit: 3n },
        }),
      );
      const tooMuch = violates(valueLimit, "maxTotalValue", permissionId);
      expectRefused(await use(call(1n, 3n), call(1n, 3n)), tooMuch); // of the action's
      await expectAccepted(world, await use(call(1n), call(1n)));
      expectRefused(await use(call(1n), call(1n)), violates(usageLimit, "maxUses", permissionId));
      await setChainTime(world, now + 1001n);
      expectRefused(
        await use(call(1n)),
        outOfTime("validUntil", { validAfter: 0n, validUntil: now + 1000n, timestamp: now + 1001n }),
      );
      expect(await recorder.calls()).to.equal(2n);
    });

    for (const role of roles) {
      it(`refuses what is no policy when it is enabled, as ${role} policy`, async () => {
        const { counter, make, inRole, expectNoPolicy } = await room();
        for (const policy of [freshKey().address, counter.address]) {
          await expectNoPolicy(make(inRole(role, { policy, initData: "0x" })), policy);
        }
      });

      it(`refuses what is no policy beside one when it is enabled, as ${role} policy`, async () => {
        const { make, inRole, expectNoPolicy } = await room();
        const nobody = { policy: freshKey().address, initData: "0x" } as const;
        for (const policies of [
          [sudo.encode(), nobody],
          [nobody, sudo.encode()],
        ]) {
          await expectNoPolicy(make(inRole(role, ...policies)), nobody.policy);
        }
      });
    }
  });

  describe("integration", () => {
    for (const role of roles) {
      it(`says of a policy's own revert no more than one word, as ${role} policy`, async () => {
        const { world, account, recorder, grant, inRole, ask, ofAction, ofSession } = await room();
        const hostile = (await deployMock(world, "HostilePolicy")).address;
        const nothing = timeFrame.encode({ validAfter: 0n, validUntil: 0n });
        const callData = await callOf(account, recorder.call());
        const answerTo = async (policy: PolicyData) => {
          const { permissionId } = await grant(inRole(role, policy));
          const answer = await ask(permissionId, callData);
          return { permissionId, revert: answer && "revert" in answer ? answer.revert : answer };
        };

        const unset = await answerTo(nothing);
        const { configId } = (role === "action" ? ofAction : ofSession)(unset.permissionId);
        expect(unset.revert).to.equal(concat([policyCheckReverted, "0x6d3a33ce", slice(configId, 0, 28)]));
        const words: [initData: Hex, word: Hex][] = [
          ["0x00", concat(["0x08c379a0", pad("0x", { size: 28 })])], // Error("not today"), cut before its text
          ["0x01", pad("0x", { size: 32 })],
          ["0x02", concat(["0x4e487b71", pad("0x", { size: 28 })])], // Panic(1), cut before its number
        ];
        for (const [initData, word] of words) {
          const { revert } = await answerTo({ policy: hostile, initData });
          expect(revert).to.equal(concat([policyCheckReverted, word]));
        }
      });
    }
  });

  /** Limits of every kind at once, and a call that keeps them. */
  async function limited() {
    const built = await room();
    const { now, recorder, acting } = built;
    const argument = { offset: 0n, condition: "lessThan", ref: words(10n) } as const;
    return {
      ...built,
      call: recorder.call(9n, 2n),
      limits: {
        userOpPolicies: [
          timeFrame.encode({ validAfter: 0n, validUntil: now + 1000n }),
          valueLimit.encode({ limit: 50n }),
          usageLimit.encode({ limit: 2n }),
        ],
        actions: [
          acting([
            uniAction.encode({ maxValue: 3n, comparisons: [argument] }),
            valueLimit.encode({ limit: 5n }),
            sudo.encode(),
            usageLimit.encode({ limit: 3n }),
          ]),
        ],
      },
    };
  }
});
