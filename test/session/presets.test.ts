import { expect } from "chai";
import { createHarness, fromPreset, type PresetName, presets } from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";

const sessionKey = "0x2222222222222222222222222222222222222222";
const target = "0x1111111111111111111111111111111111111111";

describe("presets", () => {
  const harness = fixture((provider) => createHarness({ provider }));
  const granted: [PresetName, string, readonly string[]][] = [
    [
      "counter",
      "0xd09de08a",
      ["sessionKey", "target", "function", "maxValue", "maxTotalValue", "validUntil"],
    ],
    [
      "erc20",
      "0xa9059cbb",
      ["sessionKey", "target", "function", "maxValue", "maxTotalValue", "spendingLimit", "validUntil"],
    ],
    ["nft", "0x40c10f19", ["sessionKey", "target", "function", "maxValue", "maxTotalValue", "validUntil"]],
  ];
  for (const [name, selector, limited] of granted) {
    it(`grants ${name} its function ${selector}, and limits ${limited.slice(3).join(", ")}`, async () => {
      const { compile, world } = await harness();
      const { permission, enforcement } = compile(fromPreset(name, { sessionKey, target }));
      expect(permission.function.selector).to.equal(selector);
      expect(
        enforcement.filter(({ enforcedBy }) => enforcedBy !== null).map(({ field }) => field),
      ).to.deep.equal([...limited, ...(world.release.limitsPaymasters ? ["permitERC4337Paymaster"] : [])]);
    });
  }

  it("are data, and no code", () => {
    // A function or a class could not be cloned so.
    expect(structuredClone(presets)).to.deep.equal(presets);
    expect(presets.nft.permission).to.deep.equal({
      function: "mint(address,uint256)",
      maxValue: 5n * 10n ** 16n,
      maxTotalValue: 5n * 10n ** 17n,
      duration: "1 day",
    });
  });

  it("take what is to be different", async () => {
    const { compile } = await harness();
    const { permission } = compile(
      fromPreset("nft", { sessionKey, target, maxValue: 7n, validUntil: 4_000_000_000, maxUses: 3 }),
    );
    expect(permission.value).to.deep.equal({ perCall: 7n, total: 5n * 10n ** 17n });
    expect(permission).to.include({ validUntil: 4_000_000_000n, maxUses: 3n });
  });

  it("take a limit away where it is undefined", async () => {
    const { compile } = await harness();
    const { permission } = compile(fromPreset("nft", { sessionKey, target, maxTotalValue: undefined }));
    expect(permission.value).to.deep.equal({ perCall: 5n * 10n ** 16n });
  });
});
