import { expect } from "chai";
import type { Address } from "viem";
import { createWorld, fromPreset, type LintOptions, lint, type Permission } from "../../../src/index.ts";
import { fixture } from "../../helpers/fixture.ts";
import { lintFile, now, sound } from "./lintFile.ts";

const account: Address = "0x3333333333333333333333333333333333333333";
const token: Address = "0x4444444444444444444444444444444444444444";
const other: Address = "0x5555555555555555555555555555555555555555";

describe("lint, of words that stand for addresses", () => {
  const paying = { ...sound, function: "pay(address to,uint256 amount)" };
  const rule = (value: string, condition = "equal") => ({ argument: "to", condition, value });
  const linted = async (argumentRules: readonly object[], options: LintOptions = {}) => {
    const { findings } = await lintFile({ sessions: [{ ...paying, argumentRules }] }, options);
    return findings.map((finding) => `${finding.rule} ${finding.path}`);
  };

  it("judges no rule by what stands in for an address that is not known", async () => {
    for (const word of ["account", "token"]) {
      expect(await linted([rule(word), rule(other)]), word).to.deep.equal([]);
      expect(await linted([rule(word), rule(word, "notEqual")]), word).to.deep.equal([]);
      expect(await linted([rule(other), rule(word, "notEqual")]), word).to.deep.equal([]);
    }
    // Still by those that are known.
    expect(await linted([rule("account"), rule(other), rule(token)])).to.deep.equal([
      "dead-permission $.sessions[0].argumentRules[2]",
    ]);
  });

  it("judges by the account and by deployed targets where they are known", async () => {
    const known = { account, targets: { token } };
    const dead = ["dead-permission $.sessions[0].argumentRules[1]"];
    expect(await linted([rule("account"), rule(other)], known)).to.deep.equal(dead);
    expect(await linted([rule("token"), rule(other)], known)).to.deep.equal(dead);
    expect(await linted([rule("token"), rule("account")], known)).to.deep.equal(dead);
    const twice = ["redundant-limit $.sessions[0].argumentRules[1]"];
    expect(await linted([rule("account"), rule(account)], known)).to.deep.equal(twice);
  });

  it("takes them in permissions that a program has, for the account and the targets that it gives", async () => {
    const permission = {
      sessionKey: other,
      target: "0x1111111111111111111111111111111111111111",
      function: "pay(address to,uint256 amount)",
      argumentRules: [rule("account"), rule(other)],
      maxValue: 0n,
      maxUses: 3n,
      validUntil: now + 1000n,
    } as Permission;
    const rulesOf = async (options: LintOptions) =>
      (await lint([{ name: "pay", permission }], { now, ...options })).findings.map((one) => one.rule);
    expect(await rulesOf({})).to.deep.equal([]);
    expect(await rulesOf({ account })).to.deep.equal(["dead-permission"]);
    expect(await rulesOf({ account: other })).to.deep.equal(["redundant-limit"]);
  });

  describe("on a chain", () => {
    const freshWorld = fixture(createWorld);
    const swapping = { sessions: [{ name: "swap", preset: "exchange", maxUses: 9 }] };
    const unknown = async (options: LintOptions) => {
      const { findings, ok } = await lintFile(swapping, { now: undefined, ...options });
      const found = findings.filter((one) => one.rule === "unknown-word");
      return { ok, found: found.map(({ severity, path, message }) => [severity, path, message]) };
    };

    it("finds a word whose target is not deployed there, as nothing is created with it", async () => {
      const world = await freshWorld();
      expect(await unknown({ world, targets: {} })).to.deep.equal({
        ok: false,
        found: [
          [
            "error",
            "$.sessions[0]",
            "holds tokenOut to token, which is not known to be deployed on this chain",
          ],
        ],
      });
      expect((await unknown({ world, targets: { token } })).found).to.deep.equal([]);
    });

    it("says that it has not looked where it is told of no targets", async () => {
      const world = await freshWorld();
      const { unchecked, findings } = await lintFile(swapping, { now: undefined, world });
      expect(findings.map((one) => one.rule)).not.to.include("unknown-word");
      expect(unchecked).to.deep.include({
        rules: ["unknown-word"],
        session: "swap",
        why: "where token stands is not known",
      });
    });
  });

  it("refuses what is no address of an account or a target", async () => {
    const permission = fromPreset("counter", { sessionKey: other, target: token });
    for (const options of [{ account: "0x1" }, { targets: { token: "0x1" } }] as unknown as LintOptions[]) {
      const refused = await lint([{ name: "count", permission }], options).catch((error) => error);
      expect(refused.code).to.equal("INVALID_INPUT");
    }
  });
});
