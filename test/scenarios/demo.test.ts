import { expect } from "chai";
import {
  type Account,
  accountKinds,
  createHarness,
  type DemoOptions,
  type DemoResult,
  type Harness,
  type PieceName,
  runDemo,
} from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectRefused } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { presentKinds } from "../helpers/kinds.ts";

describe("sessions demo", () => {
  const freshHarness = fixture((provider) => createHarness({ provider }));
  const titles = (steps: DemoResult["steps"]) => steps.map(({ title }) => title);

  for (const account of accountKinds) {
    it(`ends every step as it should on ${account}, to its very last second, and shows each refusal for its own reason`, async function () {
      if ((await presentKinds([account])).length === 0) this.skip();
      const harness = await freshHarness();
      const result = await runDemo(harness, { account });
      const { ok, steps, sessions } = result;
      expect(ok, titles(steps.filter((step) => !step.ok)).join(", ")).to.equal(true);
      expect(result.account.kind).to.equal(account);
      for (const { outcome } of steps) {
        if (outcome.status === "accepted") expect(outcome.gasUsed > 0n).to.equal(true);
      }
      const refusals = steps.flatMap(({ outcome }) =>
        outcome.status === "rejected"
          ? [`${outcome.refusal.layer} ${outcome.refusal.code}: ${outcome.refusal.rule}`]
          : [],
      );
      expect(refusals).to.deep.equal([
        "EntryPoint AA22: validAfter",
        "SmartSession NoPoliciesSet: action",
        "SmartSession NoPoliciesSet: action",
        "SmartSession SIG_VALIDATION_FAILED: sessionKey",
        "policy PolicyViolation: maxUses",
        "policy PolicyViolation: spendingLimit",
        "policy ValueLimitExceeded: maxValue",
        "policy PolicyViolation: argumentRules",
        "policy PolicyViolation: maxTotalValue",
        "SmartSession InvalidPermissionId: sessionEnabled",
        "SmartSession HashMismatch: enableSignature",
        "EntryPoint AA22: validUntil",
        "account module not installed: moduleInstalled",
      ]);
      const inTime = steps.find(({ title }) => title === "ERC-20: transfer 30 tokens in the last second");
      if (inTime?.outcome.status !== "accepted") expect.fail("the last second is included");
      const { blockNumber } = inTime.outcome;
      const { timestamp } = await harness.world.client.getBlock({ blockNumber });
      expect(timestamp).to.equal(sessions.erc20.permission.validUntil);
      const usedUp = steps.find(({ title }) => title === "Use a session that is used up");
      if (!usedUp) expect.fail("the demo uses a session up");
      expectRefused(usedUp.outcome, {
        layer: "policy",
        code: "PolicyViolation",
        rule: "maxUses",
        policy: "UsageLimitPolicy",
        args: {
          permissionId: sessions.counter.permissionId,
          policy: harness.world.contracts.UsageLimitPolicy.address,
        },
      });
    });
  }

  it("may be run twice on one chain", async () => {
    const harness = await freshHarness();
    expect((await runDemo(harness)).ok).to.equal(true);
    expect((await runDemo(harness)).ok).to.equal(true);
  });

  const variants: [string, DemoOptions][] = [
    ["another function", { function: "decrement()" }],
    ["times as late as can be", { validAfter: "99999996398" }],
    ["the fewest uses", { maxUses: "2" }],
    ["a session that begins at once", { validAfter: 0, validUntil: 4_000_000_000 }],
    ["value that the target does not take", { value: "5" }],
  ];
  for (const [what, options] of variants) {
    it(`goes as it should with ${what}`, async () => {
      const { ok, steps } = await runDemo(await freshHarness(), options);
      expect(ok, titles(steps.filter((step) => !step.ok)).join(", ")).to.equal(true);
    });
  }

  describe("when a contract does not enforce", () => {
    /** Puts Sudo's code where another policy's is. */
    const withSudoAs = async (piece: PieceName): Promise<Harness> => {
      const harness = await freshHarness();
      const { contracts, client, provider } = harness.world;
      const code = await client.getCode({ address: contracts.SudoPolicy.address });
      const { address } = contracts[piece];
      await provider.request({ method: "hardhat_setCode", params: [address, code] });
      return harness;
    };
    const unenforced: [PieceName, string[]][] = [
      ["TimeFramePolicy", ["Use a session before it begins", "Use a session that has expired"]],
      ["UsageLimitPolicy", ["Use a session that is used up"]],
      ["ERC20SpendingLimitPolicy", ["ERC-20: transfer 50 more"]],
      ["UniActionPolicy", ["NFT: mint for 0.05 ETH and 1 wei", "NFT: mint for somebody else"]],
      ["ValueLimitPolicy", ["NFT: mint for another 0.05 ETH, of 0.08 in all"]],
    ];
    for (const [piece, reddened] of unenforced) {
      it(`goes red where ${piece} lets everything pass`, async () => {
        const { ok, steps } = await runDemo(await withSudoAs(piece));
        expect(ok).to.equal(false);
        expect(titles(steps.filter((step) => !step.ok))).to.include.members(reddened);
      });
    }

    it("goes red where the session validator says yes to any key", async () => {
      const harness = await freshHarness();
      const { contracts, provider } = harness.world;
      // Returns 1 to whatever it is asked.
      const yes = "0x600160005260206000f3";
      const { address } = contracts.OwnableValidator;
      await provider.request({ method: "hardhat_setCode", params: [address, yes] });
      const { ok, steps } = await runDemo(harness);
      expect(ok).to.equal(false);
      expect(titles(steps.filter((step) => !step.ok))).to.include("Sign with another key");
    });
  });

  describe("when a step has no effect", () => {
    const idle = (harness: Harness) => (account: Account) =>
      harness.execute(account, [{ to: account.owner.address }]);
    const idling: [string, (harness: Harness) => Partial<Harness>, string][] = [
      [
        "enabling",
        (harness) => ({ enable: idle(harness) }),
        "Enable the presets' three sessions in one operation: counter, ERC-20, NFT",
      ],
      ["revoking", (harness) => ({ revoke: idle(harness) }), "Revoke the NFT session"],
      ["uninstalling", (harness) => ({ uninstall: idle(harness) }), "Uninstall SmartSession"],
    ];
    for (const [what, change, title] of idling) {
      it(`goes red where ${what} is accepted and changes nothing`, async () => {
        const harness = await freshHarness();
        const { ok, steps } = await runDemo({ ...harness, ...change(harness) });
        expect(ok).to.equal(false);
        const step = steps.find((one) => one.title === title);
        expect(step?.outcome.status).to.equal("accepted");
        expect(step?.ok).to.equal(false);
      });
    }

    it("goes red where uses are accepted and the target is never called", async () => {
      const harness = await freshHarness();
      const use: Harness["use"] = ({ account }) => idle(harness)(account);
      const { ok, steps } = await runDemo({ ...harness, use });
      expect(ok).to.equal(false);
      const step = steps.find((one) => one.title === "Counter: call increment()");
      const [count] = step?.checks ?? [];
      expect(count?.what).to.equal("count");
      expect(count?.actual).not.to.equal(count?.expected);
      expect(step?.ok).to.equal(false);
    });
  });

  describe("options", () => {
    const options: [DemoOptions, keyof DemoOptions, RegExp][] = [
      [{ account: "metamask" }, "account", /not a kind of account/],
      [{ target: "0x123" }, "target", /not an address/],
      [{ target: "0x1111111111111111111111111111111111111111" }, "target", /no Counter/],
      [{ function: "0xd09de0" }, "function", /3 bytes/],
      [{ function: "bogus" }, "function", /does not have/],
      [{ function: "counts" }, "function", /demo can call/],
      [{ value: "-1" }, "value", /negative/],
      [{ value: "1.5" }, "value", /whole number/],
      [{ validAfter: "4000000000", validUntil: "3000000000" }, "validUntil", /before validAfter/],
      [{ validUntil: "1795373973000" }, "validUntil", /milliseconds/],
      [{ validAfter: "0", validUntil: "1000" }, "validUntil", /past already/],
      [{ maxUses: "1" }, "maxUses", /less than 2/],
      [{ maxUses: "51" }, "maxUses", /more than 50/],
      [{ value: 2n * 10n ** 18n }, "value", /more than 1000000000000000000/],
      [{ validAfter: "4000000000", validUntil: "4000000059" }, "validUntil", /leaves less than the 60/],
      [{ validAfter: "99999999999" }, "validAfter", /too late/],
      [{ validUntil: "99999999999" }, "validUntil", /too late/],
      [{ validUntil: "0" }, "validUntil", /past already/],
    ];
    for (const [given, field, problem] of options) {
      const shown = Object.entries(given).map(([name, value]) => `${name} ${value}`);
      it(`refuses ${shown.join(", ")} before anything is sent`, async () => {
        const harness = await freshHarness();
        const before = await harness.world.client.getBlockNumber();
        const act = () => runDemo(harness, given);
        const value = given[field];
        const normalised = /past already|before|leaves less/.test(problem.source)
          ? BigInt(value ?? 0)
          : value;
        await expectInputError(act, field, normalised, problem);
        expect(await harness.world.client.getBlockNumber()).to.equal(before);
      });
    }
  });
});
