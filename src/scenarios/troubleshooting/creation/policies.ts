import { encodeAbiParameters, zeroAddress } from "viem";
import type { PolicyData } from "../../../world/Release.ts";
import type { ExpectedEnd } from "../Attempt.ts";
import { accepted, undone } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";
import { freshKey, type Stage } from "../stage.ts";

/** Enabling a session whose action has such a policy, and then one with a right one. */
async function enabling(stage: Stage, policy: PolicyData, expected: ExpectedEnd) {
  const { world, compile, change, install, byOwner, enabled } = stage;
  await install();
  const { session } = compile();
  const wrong = change(session, {
    actions: session.actions.map((action) => ({ ...action, actionPolicies: [policy] })),
  });
  const right = compile({ maxUses: 3 });
  return {
    attempt: await byOwner(expected, {
      calls: [world.release.encodeEnable([wrong.session])],
      effect: enabled(wrong),
    }),
    mend: () =>
      byOwner(accepted, { calls: [world.release.encodeEnable([right.session])], effect: enabled(right) }),
  };
}

const policyWithoutCode: Scenario = {
  id: "policy-without-code",
  group: "creation",
  title: "A policy is no contract",
  symptom: "Enabling fails as a whole; the policy's address is right on another chain.",
  cause: "SmartSession asks a policy what it is (ERC-165). There is no code at this address on this chain.",
  remedy:
    "Name the policies that stand on this chain: canonical verify lists them; harness.compile uses no others.",
  diagnosis: { rule: "execution" },

  play: (stage) => {
    const beta = stage.world.release.name === "beta";
    return enabling(
      stage,
      { policy: freshKey().address, initData: "0x" },
      undone("SmartSession", beta ? "no data" : "UnsupportedPolicy"),
    );
  },
};

const wrongInitData: Scenario = {
  id: "wrong-init-data",
  group: "creation",
  title: "A policy's init data is encoded wrongly",
  symptom: "A limit of 3 uses is refused when it is enabled. The code encodes it as a uint256.",
  cause:
    "UsageLimitPolicy reads its limit from the first 16 bytes (uint128, packed). Of a uint256 those are zero, and no limit of 0 is taken: PolicyNotInitialized.",
  remedy:
    "Have the policy's own function encode it (usageLimit.encode, the SDK's getUsageLimitPolicy), or compile maxUses.",
  diagnosis: { rule: "execution" },

  play: (stage) => {
    const [usageLimit] = stage.compile({ maxUses: 3 }).session.actions.flatMap((one) => one.actionPolicies);
    const initData = encodeAbiParameters([{ type: "uint256" }], [3n]);
    return enabling(
      stage,
      { policy: usageLimit?.policy ?? zeroAddress, initData },
      undone("policy", "PolicyNotInitialized"),
    );
  },
};

/** Policies that are none, or are configured wrongly. */
export const policyScenarios: readonly Scenario[] = [policyWithoutCode, wrongInitData];
