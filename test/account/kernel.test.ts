import { expect } from "chai";
import { concat, encodeAbiParameters, encodeFunctionData, zeroAddress } from "viem";
import { erc7579AccountAbi } from "../../src/index.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { buildScene } from "../helpers/scene.ts";

describe("Kernel 0.3.1", () => {
  describe("a module that was installed without execute", () => {
    const scene = fixture(buildScene("kernel"));

    it("is installed and cannot be used, until it is installed anew", async () => {
      const { world, harness, counter, key, compile } = await scene();
      const { SmartSession } = world.contracts;
      const account = await harness.createAccount({ kind: "kernel", salt: 1n });
      const bytes = { type: "bytes" } as const;
      // What module-sdk's installModule hands to a Kernel.
      const initData = concat([zeroAddress, encodeAbiParameters([bytes, bytes, bytes], ["0x", "0x", "0x"])]);
      const install = encodeFunctionData({
        abi: erc7579AccountAbi,
        functionName: "installModule",
        args: [1n, SmartSession.address, initData],
      });
      await expectAccepted(world, await harness.execute(account, [{ to: account.address, data: install }]));
      expect(await account.isInstalled(SmartSession.address)).to.equal(true);
      const session = compile();
      const use = () => harness.use({ account, session, key, calls: [counter.call(increment)] });
      await expectAccepted(world, await harness.enable(account, [session]));

      const { refusal } = expectRefused(await use(), {
        layer: "account",
        code: "InvalidValidator",
        rule: "moduleInstalled",
        args: {},
        layers: ["bundler -32500", "EntryPoint AA23", "account InvalidValidator"],
      });
      expect(refusal.remedy).to.match(/install it anew/);

      await expectAccepted(world, await harness.uninstall(account));
      await expectAccepted(world, await harness.install(account));
      await expectAccepted(world, await harness.enable(account, [session]));
      await expectAccepted(world, await use());
    });
  });
});
