import { expect } from "chai";
import { concat, toHex } from "viem";
import { setChainTime, timeFrame } from "../../../src/index.ts";
import { fixture } from "../../helpers/fixture.ts";
import { interfaceIds, policyCaller } from "../../helpers/policyCaller.ts";

const frame = (validUntil: number, validAfter: number) =>
  concat([toHex(validUntil, { size: 6 }), toHex(validAfter, { size: 6 })]);
const validationData = (validUntil: bigint, validAfter: bigint) =>
  (validAfter << 208n) | (validUntil << 160n);

describe("TimeFramePolicy (reference)", () => {
  const policy = fixture(policyCaller("policies/TimeFramePolicy", "TimeFramePolicy"));

  describe("valid", () => {
    it("answers with its range as validation data, as userOp and as action policy", async () => {
      const { initialize, checkAction, checkUserOp } = await policy();
      await initialize(frame(200, 100));
      expect(await checkAction()).to.deep.equal({ value: validationData(200n, 100n) });
      expect(await checkUserOp()).to.deep.equal({ value: validationData(200n, 100n) });
    });

    it("takes validUntil 0 for no expiry, whatever validAfter is", async () => {
      const { initialize, checkUserOp } = await policy();
      await initialize(frame(0, 100));
      expect(await checkUserOp()).to.deep.equal({ value: validationData(0n, 100n) });
    });

    it("takes a frame that has passed already: EntryPoint refuses its use", async () => {
      const { initialize, checkUserOp } = await policy();
      await initialize(frame(2, 1));
      expect(await checkUserOp()).to.deep.equal({ value: validationData(2n, 1n) });
    });

    it("takes one second, validAfter being validUntil", async () => {
      const { initialize, checkUserOp } = await policy();
      await initialize(frame(100, 100));
      expect(await checkUserOp()).to.deep.equal({ value: validationData(100n, 100n) });
    });

    it("ignores bytes beyond the twelfth", async () => {
      const { initialize, checkUserOp } = await policy();
      await initialize(concat([frame(200, 100), "0xffffffff"]));
      expect(await checkUserOp()).to.deep.equal({ value: validationData(200n, 100n) });
    });

    it("forgets the earlier frame when it is configured again", async () => {
      const { initialize, checkUserOp } = await policy();
      await initialize(frame(200, 100));
      await initialize(frame(400, 300));
      expect(await checkUserOp()).to.deep.equal({ value: validationData(400n, 300n) });
    });

    it("lets a session sign (ERC-1271) from validAfter on and before validUntil, that second not included", async () => {
      const { world, initialize, check1271 } = await policy();
      const start = Number((await world.client.getBlock()).timestamp) + 100;
      await initialize(frame(start + 10, start));
      const at = async (second: number) => {
        await setChainTime(world, BigInt(second));
        await world.provider.request({ method: "evm_mine" });
        return check1271();
      };
      expect(await at(start - 1)).to.deep.equal({ value: false });
      expect(await at(start)).to.deep.equal({ value: true });
      expect(await at(start + 9)).to.deep.equal({ value: true });
      expect(await at(start + 10)).to.deep.equal({ value: false });
    });
  });

  describe("invalid", () => {
    it("refuses a validAfter behind validUntil", async () => {
      const { initialize, notInitialized } = await policy();
      expect(await initialize(frame(100, 101))).to.deep.equal(notInitialized);
    });

    it("refuses fewer than 12 bytes, without data", async () => {
      const { initialize } = await policy();
      for (const short of ["0x", "0x0000", `0x${"00".repeat(11)}`] as const) {
        expect(await initialize(short)).to.deep.equal({ error: "no data" });
      }
    });

    it("takes 0 and 0 when it is configured, and refuses every use of it", async () => {
      const { initialize, checkAction, checkUserOp, check1271, notInitialized } = await policy();
      expect(await initialize(frame(0, 0))).to.deep.equal({ value: undefined });
      expect(await checkAction()).to.deep.equal(notInitialized);
      expect(await checkUserOp()).to.deep.equal(notInitialized);
      expect(await check1271()).to.deep.equal(notInitialized);
    });

    it("refuses whom it was not configured for", async () => {
      const { initialize, checkAction, stranger, id, account } = await policy();
      await initialize(frame(200, 100));
      expect(await checkAction(stranger)).to.deep.equal({
        error: "PolicyNotInitialized",
        args: [id, stranger, account],
      });
    });
  });

  it("tells what it is (ERC-165): a policy for operations, actions and signatures", async () => {
    const { supports } = await policy();
    for (const id of Object.values(interfaceIds)) expect(await supports(id)).to.deep.equal({ value: true });
    expect(await supports("0xffffffff")).to.deep.equal({ value: false });
  });

  it("is encoded so that it decodes to what was meant", () => {
    const range = { validAfter: 100n, validUntil: 2n ** 48n - 1n };
    expect(timeFrame.encode(range).initData).to.equal("0xffffffffffff000000000064");
    expect(timeFrame.decode(timeFrame.encode(range).initData)).to.deep.equal(range);
  });
});
