import { expect } from "chai";
import { encodeErrorResult, pad } from "viem";
import { contractArtifact, createWorld, deployContract, deployPresets } from "../../src/index.ts";
import { presetErrors } from "../../src/outcome/presetErrors.ts";
import { decrement } from "../helpers/counter.ts";
import { expectReverted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { buildFastScene } from "../helpers/scene.ts";

const { abi } = contractArtifact("targets/Nft");
const notPaid = encodeErrorResult({ abi, errorName: "PriceNotPaid", args: [1n, 2n] });

describe("a target without an ABI", () => {
  const scene = fixture(buildFastScene("nexus"));

  it("has its errors named where it is a preset", async () => {
    const { world, harness, account, key, counter, enable } = await scene();
    const session = await enable({ function: "decrement()" });
    const calls = [{ to: counter.address, data: decrement }];
    const outcome = await harness.use({ account, session, key, calls });
    await expectReverted(world, outcome, undoneBy([], "target", "CountIsZero", { account: account.address }));
  });

  describe("is a preset", () => {
    const presets = fixture(async (provider) => {
      const world = await createWorld(provider);
      return { world, targets: await deployPresets(world, pad("0x99", { size: 20 })) };
    });

    it("by its code, whatever its immutable numbers are", async () => {
      const { world, targets } = await presets();
      expect(await presetErrors(world, targets.nft, notPaid)).to.equal(abi);
    });

    it("not by an error that it declares: another's code, or none, is no preset", async () => {
      const { world, targets } = await presets();
      // stop, and nothing else
      const other = await deployContract(world, "0x600160005360016000f3");
      for (const address of [targets.counter, other, pad("0x77", { size: 20 })]) {
        expect(await presetErrors(world, address, notPaid), address).to.equal(undefined);
      }
      expect(await presetErrors(world, targets.nft, "0xdeadbeef")).to.equal(undefined);
    });
  });
});
