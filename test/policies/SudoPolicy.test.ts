import { expect } from "chai";
import { concat, type Hex } from "viem";
import { sudo, uniAction, usageLimit, valueLimit } from "../../src/index.ts";
import { type AccountOfMatrix, accounts, onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { policyRoom } from "../helpers/policyRoom.ts";
import { record } from "../helpers/recorder.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { freshKey } from "../helpers/scene.ts";
import {
  askAccount,
  enablingToSign,
  hashOf,
  mail,
  signContent,
  validSignature,
} from "../helpers/sign1271.ts";
import { words } from "../helpers/words.ts";

const most = 2n ** 256n - 1n;

/** It lets everything of its action pass, and nothing else. */
onEveryAccount("SudoPolicy", (matrix) => {
  const room = async () => {
    const built = await policyRoom(matrix)();
    const { acting, grant } = built;
    return { ...built, granted: () => grant({ actions: [acting([sudo.encode()])] }) };
  };

  describe("valid", () => {
    it("lets any arguments pass, none, and more than there are", async () => {
      const { world, recorder, granted } = await room();
      const { use } = await granted();
      const data: Hex[] = ["0x", "0x01", words(0n), words(most), words(1n, 2n, 3n), `0x${"ff".repeat(500)}`];
      for (const one of data) await expectAccepted(world, await use(recorder.raw(concat([record, one]))));
      expect(await recorder.calls()).to.equal(BigInt(data.length));
    });

    it("lets any native value pass", async () => {
      const { world, recorder, granted } = await room();
      const { use } = await granted();
      await expectAccepted(world, await use(recorder.call(1n, 1n), recorder.call(1n, 10n ** 17n)));
      expect(await recorder.received()).to.equal(10n ** 17n + 1n);
    });

    it("lets any number of uses pass, one by one and in a batch", async () => {
      const { world, recorder, granted } = await room();
      const { use } = await granted();
      for (const calls of [1, 1, 20]) {
        await expectAccepted(world, await use(...Array(calls).fill(recorder.call())));
      }
      expect(await recorder.calls()).to.equal(22n);
    });

    it("ignores its init data, in both roles", async () => {
      const { world, recorder, acting, grant } = await room();
      for (const initData of ["0x", "0x00", words(most)] as const) {
        const policies = [{ policy: sudo.address, initData }];
        const { use } = await grant({ userOpPolicies: policies, actions: [acting(policies)] });
        await expectAccepted(world, await use(recorder.call()));
      }
      expect(await recorder.calls()).to.equal(3n);
    });

    it("is the action's policy where a permission limits nothing", async () => {
      const { world, counter, permit, account } = await room();
      const { session, use } = await permit({ target: counter.address, function: "increment()" });
      expect(session.actions.map(({ actionPolicies }) => actionPolicies)).to.deep.equal([[sudo.encode()]]);
      expect(session.userOpPolicies).to.deep.equal([]);
      await expectAccepted(world, await use(counter.call(increment)));
      expect(await counter.count(account.address)).to.equal(1n);
    });
  });

  describe("invalid", () => {
    it("lets no other function of its target pass, and no plain transfer to it", async () => {
      const { recorder, granted, notGranted } = await room();
      const { permissionId, use } = await granted();
      for (const data of ["0x12345678", "0x", "0xffffffff", "0x00000000"] as const) {
        expectRefused(await use(recorder.raw(data, 1n)), notGranted(permissionId));
      }
      expect(await recorder.calls()).to.equal(0n);
      expect(await recorder.received()).to.equal(0n);
    });

    it("lets its function pass on no other target, be it the account or SmartSession", async () => {
      const { account, smartSession, recorder, granted, notGranted } = await room();
      const { permissionId, use } = await granted();
      for (const to of [freshKey().address, account.address, smartSession]) {
        expectRefused(await use({ ...recorder.call(), to }), notGranted(permissionId));
      }
    });

    it("lets no batch pass with a call of another action", async () => {
      const { recorder, granted, notGranted } = await room();
      const { permissionId, use } = await granted();
      const [call, another] = [recorder.call(), recorder.raw("0x12345678")];
      for (const batch of [
        [call, another],
        [another, call],
      ]) {
        expectRefused(await use(...batch), notGranted(permissionId));
      }
      expect(await recorder.calls()).to.equal(0n);
    });

    it("grants no action as userOp policy: without one, or outside of one, nothing passes", async () => {
      const { world, account, counter, action, grant, notGranted } = await room();
      const none = await grant({ userOpPolicies: [sudo.encode()], actions: [] });
      expectRefused(await none.use(counter.call(increment)), notGranted(none.permissionId));
      const one = await grant({
        userOpPolicies: [sudo.encode()],
        actions: [action(increment, sudo.encode())],
      });
      expectRefused(await one.use(counter.call(decrement)), notGranted(one.permissionId));
      await expectAccepted(world, await one.use(counter.call(increment)));
      expect(await counter.count(account.address)).to.equal(1n);
    });

    it("lets an action without a policy of its own pass nothing, as userOp policy", async () => {
      const { recorder, acting, grant, notGranted } = await room();
      const { permissionId, use } = await grant({ userOpPolicies: [sudo.encode()], actions: [acting([])] });
      expectRefused(await use(recorder.call()), notGranted(permissionId));
      expect(await recorder.calls()).to.equal(0n);
    });

    it("does not keep the target from refusing", async () => {
      const { world, account, counter, action, grant } = await room();
      const { use } = await grant({ actions: [action(decrement, sudo.encode())] });
      await expectReverted(
        world,
        await use(counter.call(decrement)),
        undoneBy(matrix.hiding, "target", "CountIsZero", { account: account.address }),
      );
    });
  });

  describe("integration", () => {
    for (const place of ["before", "after"] as const) {
      it(`does not outvote another policy that it stands ${place}`, async () => {
        const { world, recorder, acting, grant, violates } = await room();
        const limits = [usageLimit.encode({ limit: 2n }), valueLimit.encode({ limit: 5n })];
        const { permissionId, use } = await grant({
          actions: [acting(place === "before" ? [sudo.encode(), ...limits] : [...limits, sudo.encode()])],
        });
        expectRefused(await use(recorder.call(1n, 6n)), violates(valueLimit, "maxTotalValue", permissionId));
        await expectAccepted(world, await use(recorder.call(1n, 5n), recorder.call()));
        expectRefused(await use(recorder.call()), violates(usageLimit, "maxUses", permissionId));
        expect(await recorder.received()).to.equal(5n);
      });
    }

    it("leaves the action to its own policy as userOp policy, and the operation to another as action policy", async () => {
      const { world, recorder, acting, grant, violates } = await room();
      const wide = await grant({
        userOpPolicies: [sudo.encode()],
        actions: [acting([usageLimit.encode({ limit: 1n })])],
      });
      await expectAccepted(world, await wide.use(recorder.call()));
      expectRefused(await wide.use(recorder.call()), violates(usageLimit, "maxUses", wide.permissionId));
      const narrow = await grant({
        userOpPolicies: [usageLimit.encode({ limit: 1n })],
        actions: [acting([sudo.encode()])],
      });
      await expectAccepted(world, await narrow.use(recorder.call()));
      const refused = violates(usageLimit, "maxOperations", narrow.permissionId);
      expectRefused(await narrow.use(recorder.call()), refused);
      expect(await recorder.calls()).to.equal(2n);
    });

    it("opens one action, and leaves another to its rules", async () => {
      const { world, recorder, acting, grant, violates } = await room();
      const other = "0x12345678";
      const equal = { offset: 0n, condition: "equal", ref: words(7n) } as const;
      const { permissionId, use } = await grant({
        actions: [
          acting([sudo.encode()]),
          acting([uniAction.encode({ maxValue: 0n, comparisons: [equal] })], other),
        ],
      });
      const another = (value: bigint) => recorder.raw(concat([other, words(value)]));
      expectRefused(
        await use(recorder.call(1n), another(8n)),
        violates(uniAction, "argumentRules", permissionId),
      );
      await expectAccepted(world, await use(recorder.call(8n), another(7n)));
      expect(await recorder.calls()).to.equal(2n);
    });
  });
});

// Asked through one kind of account: the others put what is signed into forms of their own before SmartSession sees it.
const nexus = accounts.find(({ kind }) => kind === "nexus") as AccountOfMatrix;
describe("SudoPolicy, of signatures (ERC-1271)", () => {
  it("lets the session sign what it was granted", async () => {
    const { world, account, key, make, own } = await policyRoom(nexus)();
    const { session, permissionId } = make();
    await own(enablingToSign(world, session, mail, [sudo.encode()]));
    const signature = await signContent({ world, account, permissionId, key }, mail);
    expect(await askAccount({ world, account }, hashOf(mail), signature)).to.equal(validSignature);
  });
});
