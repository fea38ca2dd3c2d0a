import { expect } from "chai";
import type { Address } from "viem";
import type { AccountOfMatrix } from "./accounts.ts";
import type { Handmade, SceneByHand } from "./byHand.ts";
import { expectReverted } from "./expectOutcome.ts";
import { type ExpectedRevert, type NamedPolicy, noPolicy, undoneBy } from "./refusals.ts";

/**
 * Holds what becomes of sessions whose policies are not to be enabled: the owner's operation is undone, and the
 * session is not enabled then.
 *
 * @param matrix The kind of account.
 * @param scene The scene with the account.
 * @returns The assertions.
 */
export function policyAssertions(
  { hiding }: Pick<AccountOfMatrix, "hiding">,
  { world, account, tryEnable, read }: Pick<SceneByHand, "world" | "account" | "tryEnable" | "read">,
) {
  const expectNotEnabled = async (made: Handmade, expected: ExpectedRevert) => {
    await expectReverted(world, await tryEnable(made), expected);
    expect(await read("isPermissionEnabled", [made.permissionId, account.address])).to.equal(false);
  };

  return {
    /** A policy refuses to be configured so. */
    expectNotConfigured: (
      made: Handmade,
      policy: NamedPolicy,
      code: string,
      args: ExpectedRevert["args"] = {},
    ) => expectNotEnabled(made, { ...undoneBy(hiding, "policy", code, args), policy: policy.name }),
    /** SmartSession refuses a policy in its role. */
    expectUnsupported: (made: Handmade, policy: Address) =>
      expectNotEnabled(made, undoneBy(hiding, "SmartSession", "UnsupportedPolicy", { policy })),
    /** SmartSession refuses what is no policy at all. */
    expectNoPolicy: async (made: Handmade, policy: Address) => {
      const code = await world.client.getCode({ address: policy });
      await expectNotEnabled(made, noPolicy(hiding, world.release.name, policy, code !== undefined));
    },
  };
}
