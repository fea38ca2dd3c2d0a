import { expect } from "chai";
import { zeroAddress } from "viem";
import { erc20SpendingLimit, type Session, sudo, uniAction } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import type { SceneByHand } from "../helpers/byHand.ts";
import { increment } from "../helpers/counter.ts";
import { expectReverted } from "../helpers/expectOutcome.ts";
import { noPolicy, undoneBy } from "../helpers/refusals.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { freshKey } from "../helpers/scene.ts";

const nobody = freshKey().address;
const policyOfNobody = { policy: nobody, initData: "0x" } as const;

/** What SmartSession refuses to enable. What it enables and can never be used is in `scope.test.ts`. */
onEveryAccount("what is not enabled", ({ scene, hiding }) => {
  const refused = (code: string, args = {}) => undoneBy(hiding, "SmartSession", code, args);
  const nobodyRefused = noPolicy(hiding, releaseOfRun(), nobody);
  const cases: [string, ReturnType<typeof refused>, (scene: SceneByHand) => Partial<Session>][] = [
    [
      "an action on the zero address",
      refused("InvalidActionId"),
      ({ action }) => ({ actions: [{ ...action(increment, sudo.encode()), actionTarget: zeroAddress }] }),
    ],
    [
      "an action on SmartSession",
      refused("InvalidActionId"),
      ({ action, smartSession }) => ({
        actions: [{ ...action(increment, sudo.encode()), actionTarget: smartSession }],
      }),
    ],
    [
      "an account without code as an action's policy",
      nobodyRefused,
      ({ action }) => ({ actions: [action(increment, policyOfNobody)] }),
    ],
    [
      "an account without code as a policy beside a right one",
      nobodyRefused,
      ({ action }) => ({ actions: [action(increment, sudo.encode(), policyOfNobody)] }),
    ],
    [
      "an account without code as a policy of operations",
      nobodyRefused,
      () => ({ userOpPolicies: [policyOfNobody] }),
    ],
    ...[uniAction, erc20SpendingLimit].map(({ name, address }): (typeof cases)[number] => [
      `${name}, which judges calls, as a policy of operations`,
      refused("UnsupportedPolicy", { policy: address }),
      () => ({ userOpPolicies: [{ policy: address, initData: "0x" }] }),
    ]),
    [
      "no session validator",
      refused("InvalidISessionValidator", { sessionValidator: zeroAddress }),
      () => ({ sessionValidator: zeroAddress }),
    ],
  ];
  for (const [what, expected, change] of cases) {
    it(`refuses ${what}`, async () => {
      const built = await scene();
      const { world, account, make, tryEnable, read } = built;
      const { session, permissionId } = make(change(built));
      await expectReverted(world, await tryEnable({ session }), expected);
      expect(await read("isPermissionEnabled", [permissionId, account.address])).to.equal(false);
    });
  }

  it("refuses an empty list of sessions", async () => {
    const { world, tryEnable } = await scene();
    await expectReverted(world, await tryEnable(), refused("InvalidData"));
  });
});
