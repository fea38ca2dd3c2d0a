import { expect } from "chai";
import type { RefusalLayer, Rule } from "../../src/index.ts";
import { timeFrame, usageLimit } from "../../src/index.ts";
import { toRefusal } from "../../src/outcome/toRefusal.ts";

const layer = (
  name: RefusalLayer["layer"],
  code: string,
  more: Partial<RefusalLayer> = {},
): RefusalLayer => ({ layer: name, code, args: {}, known: "returned", ...more });
const bundler = layer("bundler", "-32500");

describe("toRefusal", () => {
  describe("in validation", () => {
    const rules: [string, RefusalLayer, Rule][] = [
      ["NoPoliciesSet", layer("SmartSession", "NoPoliciesSet"), "action"],
      ["NoExecutionsInBatch", layer("SmartSession", "NoExecutionsInBatch"), "action"],
      ["InvalidSelfCall", layer("SmartSession", "InvalidSelfCall"), "action"],
      ["InvalidPermissionId", layer("SmartSession", "InvalidPermissionId"), "sessionEnabled"],
      ["InvalidSignature", layer("SmartSession", "InvalidSignature"), "sessionKey"],
      [
        "PaymasterValidationNotEnabled",
        layer("SmartSession", "PaymasterValidationNotEnabled"),
        "permitERC4337Paymaster",
      ],
      ["SIG_VALIDATION_FAILED", layer("SmartSession", "SIG_VALIDATION_FAILED"), "sessionKey"],
      ["a missing module", layer("account", "module not installed"), "moduleInstalled"],
      ["a prefund that is not paid", layer("account", "prefund not paid"), "funds"],
      ["AA10", layer("EntryPoint", "AA10"), "accountDeployed"],
      ["AA13", layer("EntryPoint", "AA13"), "accountDeployed"],
      ["AA20", layer("EntryPoint", "AA20"), "accountDeployed"],
      ["AA21", layer("EntryPoint", "AA21"), "funds"],
      ["AA24 where nobody says more", layer("EntryPoint", "AA24"), "signature"],
      ["AA25", layer("EntryPoint", "AA25"), "nonce"],
      ["AA26", layer("EntryPoint", "AA26"), "gas"],
      ["AA95", layer("EntryPoint", "AA95"), "gas"],
      ["AA31", layer("EntryPoint", "AA31"), "paymaster"],
      ["AA33", layer("EntryPoint", "AA33"), "paymaster"],
      ["AA36", layer("EntryPoint", "AA36"), "gas"],
      ["AA93, which is not known here", layer("EntryPoint", "AA93"), "unknown"],
      ["an error that is not known", layer("account", "0x12345678"), "unknown"],
      ["a bundler that played it in vain", layer("bundler", "-32521"), "execution"],
    ];
    for (const [what, refusing, rule] of rules) {
      it(`takes ${what} for ${rule}`, () => {
        const refusal = toRefusal([bundler, refusing], "validation");
        expect(refusal).to.include({ layer: refusing.layer, code: refusing.code, rule });
        expect(refusal.reason).to.match(/^[A-Z].+\.$/);
        expect(refusal.remedy).to.match(/^[A-Z].+\.$/);
      });
    }

    it("says of fees that they are too low, and of limits that they are", () => {
      const says = (message: string) => {
        const said = layer("bundler", "-32602", { args: { message }, rule: "gas" });
        return toRefusal([said], "validation").remedy;
      };
      expect(says("maxFeePerGas must be at least 5")).to.match(/higher fees/);
      expect(says("verificationGasLimit must be at least 10000")).to.match(/higher gas limits/);
    });

    it("does not say of an account that is deployed that it is not", () => {
      expect(toRefusal([layer("EntryPoint", "AA10")], "validation").reason).to.match(/deployed already/);
    });

    it("takes a policy's violation for the rule that is broken, and names the policy", () => {
      const violation = layer("policy", "PolicyViolation", { address: usageLimit.address, rule: "maxUses" });
      expect(toRefusal([bundler, violation], "validation")).to.deep.include({
        rule: "maxUses",
        policy: { name: "UsageLimitPolicy", address: usageLimit.address },
      });
    });

    it("knows no rule of a policy that is not ours", () => {
      const address = "0x1111111111111111111111111111111111111111";
      const violation = layer("policy", "PolicyViolation", { address });
      expect(toRefusal([bundler, violation], "validation")).to.deep.include({
        rule: "unknown",
        policy: { name: "unknown policy", address },
      });
    });

    it("tells a policy that has no configuration from one that refuses", () => {
      const violation = layer("policy", "PolicyNotInitialized", { address: timeFrame.address });
      expect(toRefusal([bundler, violation], "validation").rule).to.equal("policyConfigured");
    });
  });

  describe("with a time range", () => {
    const refused = (validAfter: bigint, validUntil: bigint, timestamp: bigint) =>
      toRefusal(
        [
          bundler,
          layer("EntryPoint", "AA22"),
          layer("policy", "time range", {
            address: timeFrame.address,
            args: { validAfter, validUntil, timestamp },
          }),
        ],
        "validation",
      );

    it("lets EntryPoint refuse, by the bound that is broken", () => {
      const early = refused(10n, 20n, 9n);
      expect(early).to.include({ layer: "EntryPoint", code: "AA22", rule: "validAfter" });
      expect(early.reason).to.equal(
        "The session is not valid yet: it begins at 10 (1970-01-01T00:00:10Z), the chain is at 9 (1970-01-01T00:00:09Z).",
      );
      const late = refused(10n, 20n, 21n);
      expect(late).to.include({ layer: "EntryPoint", code: "AA22", rule: "validUntil" });
      expect(late.reason).to.equal(
        "The session has expired: its last second was 20 (1970-01-01T00:00:20Z), the chain is at 21 (1970-01-01T00:00:21Z).",
      );
      expect(late.policy?.name).to.equal("TimeFramePolicy");
    });

    it("claims no bound where the range is kept: the bundler had a margin of its own", () => {
      for (const [after, until, now] of [
        [10n, 20n, 10n],
        [10n, 20n, 20n],
        [10n, 0n, 9999n],
      ] as const) {
        const refusal = refused(after, until, now);
        expect(refusal.rule).to.equal("unknown");
        expect(refusal.policy).to.equal(undefined);
      }
    });

    it("takes the nearer bound of a range that is kept where the bundler says that it is the time", () => {
      const refusedByClock = (validAfter: bigint, validUntil: bigint, timestamp: bigint) => {
        const args = { validAfter, validUntil, timestamp };
        const range = layer("policy", "time range", { address: timeFrame.address, args });
        return toRefusal([layer("bundler", "-32503"), range], "validation");
      };
      const early = refusedByClock(10n, 20n, 14n);
      expect(early).to.include({ layer: "bundler", code: "-32503", rule: "validAfter" });
      expect(early.reason).to.equal(
        "The bundler finds the session not valid yet: it begins at 10 (1970-01-01T00:00:10Z), the chain is at 14 (1970-01-01T00:00:14Z).",
      );
      const late = refusedByClock(10n, 20n, 16n);
      expect(late).to.include({ layer: "bundler", code: "-32503", rule: "validUntil" });
      expect(late.reason).to.equal(
        "The bundler finds that the session ends too soon: its last second is 20 (1970-01-01T00:00:20Z), the chain is at 16 (1970-01-01T00:00:16Z).",
      );
      expect(late.policy?.name).to.equal("TimeFramePolicy");
      expect(refusedByClock(10n, 0n, 9999n).rule).to.equal("validAfter");
      expect(refusedByClock(0n, 20n, 1n).rule).to.equal("validUntil");
      expect(refusedByClock(0n, 0n, 1n).rule).to.equal("unknown");
    });
  });

  describe("in execution", () => {
    it("takes every revert for the execution's, whatever its name", () => {
      const data = "0x526d0da5";
      const revert = layer("target", "InvalidPermissionId", { data });
      expect(toRefusal([revert], "execution")).to.include({ layer: "target", rule: "execution" });
      expect(toRefusal([layer("target", "AA21", { data })], "execution").rule).to.equal("execution");
    });

    it("tells gas and funds from a revert", () => {
      expect(toRefusal([layer("target", "out of gas", { data: "0x" })], "execution").rule).to.equal("gas");
      expect(toRefusal([layer("account", "insufficient balance")], "execution").rule).to.equal("funds");
      expect(toRefusal([layer("target", "no data", { data: "0x" })], "execution").rule).to.equal("execution");
    });
  });

  it("gives each rule words of its own", () => {
    const codes = [
      "NoPoliciesSet",
      "InvalidPermissionId",
      "InvalidSignature",
      "AA20",
      "AA21",
      "AA25",
      "AA26",
    ];
    const reasons = codes.map((code) => toRefusal([layer("EntryPoint", code)], "validation").reason);
    expect(new Set(reasons).size).to.equal(codes.length);
  });
});
