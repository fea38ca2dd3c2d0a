import { expect } from "chai";
import { encodeErrorResult, type Hex, parseAbi } from "viem";
import { createAccount, createWorld } from "../../src/index.ts";
import { validatorLayers } from "../../src/outcome/validatorLayers.ts";
import { fixture } from "../helpers/fixture.ts";

const errors = parseAbi([
  "error Error(string)",
  "error InvalidSignature()",
  "error ValidatorNotInstalled(address module)",
]);
const data = encodeErrorResult({ abi: errors, errorName: "Error", args: ["GS026"] });
const permissionId = `0x${"01".repeat(32)}` as const;

describe("validatorLayers", () => {
  const scene = fixture(async (provider) => {
    const world = await createWorld(provider);
    return { world, account: await createAccount(world, { kind: "nexus" }) };
  });
  /** SmartSession called a contract with a selector, and that one reverted. */
  const called = async (
    address: "account" | "SudoPolicy" | "OwnableValidator" | "ModuleRegistry",
    input: Hex,
  ) => {
    const { world, account } = await scene();
    const callee = {
      address: address === "account" ? account.address : world.contracts[address].address,
      input,
      data,
    };
    return validatorLayers(
      world,
      account,
      { permissionId, signature: "0x" },
      { revert: data, callee },
      "asked",
    );
  };
  const told = (layers: Awaited<ReturnType<typeof called>>) =>
    layers.map(({ layer, code, rule }) => `${layer} ${code}${rule ? `: ${rule}` : ""}`);

  it("names the account where SmartSession asks it about an enable signature and it reverts", async () => {
    const { account } = await scene();
    expect(await called("account", "0x1626ba7e")).to.deep.equal([
      {
        layer: "account",
        address: account.address,
        data,
        known: "asked",
        code: "Error",
        args: { message: "GS026" },
        rule: "enableSignature",
      },
    ]);
  });

  const judging: [string, Hex][] = [
    ["a call", "0x05c00895"],
    ["an operation", "0x7129edce"],
    ["what it is", "0x01ffc9a7"],
  ];
  for (const [what, input] of judging) {
    it(`names the policy that was asked about ${what}, whatever it says`, async () => {
      expect(told(await called("SudoPolicy", input))).to.deep.equal(["SmartSession Error", "policy Error"]);
    });
  }

  it("names the policy that does not take its configuration", async () => {
    expect(told(await called("SudoPolicy", "0x989c9e46"))).to.deep.equal([
      "SmartSession Error",
      "policy Error: policyConfigured",
    ]);
  });

  it("takes the session validator's words for SmartSession's", async () => {
    expect(told(await called("OwnableValidator", "0x940d3840"))).to.deep.equal(["SmartSession Error"]);
  });

  it("takes nobody else for a policy: a registry, or a validator that is asked what it is", async () => {
    expect(told(await called("ModuleRegistry", "0x96fb7217"))).to.deep.equal(["SmartSession Error: unknown"]);
    expect(told(await called("OwnableValidator", "0xecd05961"))).to.deep.equal([
      "SmartSession Error: unknown",
    ]);
  });

  describe("without a trace", () => {
    const untraced = async (revert: Hex, enabling: boolean) => {
      const { world, account } = await scene();
      const { session } = { session: {} as never };
      const signed = { permissionId, signature: "0x" as const, ...(enabling && { enables: session }) };
      return told(validatorLayers(world, account, signed, { revert }, "asked"));
    };
    const invalidSignature = encodeErrorResult({ abi: errors, errorName: "InvalidSignature" });

    it("takes a signature that is none for the session key's, where no other is asked for", async () => {
      expect(await untraced(invalidSignature, false)).to.deep.equal(["SmartSession InvalidSignature"]);
    });

    it("does not know whose signature it is where the owner's is asked for, too", async () => {
      expect(await untraced(invalidSignature, true)).to.deep.equal([
        "SmartSession InvalidSignature: unknown",
      ]);
      const notInstalled = encodeErrorResult({
        abi: errors,
        errorName: "ValidatorNotInstalled",
        args: [`0x${"11".repeat(20)}`],
      });
      expect(await untraced(notInstalled, true)).to.deep.equal([
        "SmartSession ValidatorNotInstalled: unknown",
      ]);
    });
  });
});
