import { expect } from "chai";
import { concat, toHex } from "viem";
import { usageLimit } from "../../../src/index.ts";
import { fixture } from "../../helpers/fixture.ts";
import { interfaceIds, policyCaller } from "../../helpers/policyCaller.ts";

const limit = (uses: bigint) => toHex(uses, { size: 16 });
const passes = { value: 0n };
const fails = { value: 1n };

describe("UsageLimitPolicy (reference)", () => {
  const start = fixture(async (provider) => {
    const caller = await policyCaller("policies/UsageLimitPolicy", "UsageLimitPolicy")(provider);
    const { world, id: configId, multiplexer, account } = caller;
    const state = () => usageLimit.readState({ client: world.client, configId, multiplexer, account });
    return { ...caller, state };
  });

  describe("valid", () => {
    it("passes as often as the limit says, as action policy", async () => {
      const { initialize, checkAction, state } = await start();
      await initialize(limit(2n));
      expect(await checkAction()).to.deep.equal(passes);
      expect(await checkAction()).to.deep.equal(passes);
      expect(await checkAction()).to.deep.equal(fails);
      expect(await state()).to.deep.equal({ limit: 2n, used: 2n });
    });

    it("passes as often as the limit says, as userOp policy", async () => {
      const { initialize, checkUserOp } = await start();
      await initialize(limit(1n));
      expect(await checkUserOp()).to.deep.equal(passes);
      expect(await checkUserOp()).to.deep.equal(fails);
    });

    it("ignores bytes beyond the sixteenth", async () => {
      const { initialize, state } = await start();
      await initialize(concat([limit(3n), "0xff"]));
      expect(await state()).to.deep.equal({ limit: 3n, used: 0n });
    });

    it("starts anew when it is configured again", async () => {
      const { initialize, checkAction, state } = await start();
      await initialize(limit(1n));
      await checkAction();
      await initialize(limit(1n));
      expect(await state()).to.deep.equal({ limit: 1n, used: 0n });
      expect(await checkAction()).to.deep.equal(passes);
    });
  });

  describe("invalid", () => {
    it("refuses a limit of 0", async () => {
      const { initialize, notInitialized } = await start();
      expect(await initialize(limit(0n))).to.deep.equal(notInitialized);
    });

    it("refuses a limit that is given as uint256: its first 16 bytes are 0", async () => {
      const { initialize, notInitialized } = await start();
      expect(await initialize(toHex(3n, { size: 32 }))).to.deep.equal(notInitialized);
    });

    it("refuses fewer than 16 bytes, without data", async () => {
      const { initialize } = await start();
      expect(await initialize("0x")).to.deep.equal({ error: "no data" });
      expect(await initialize(`0x${"01".repeat(15)}`)).to.deep.equal({ error: "no data" });
    });

    it("fails whom it was not configured for, and counts nothing for them", async () => {
      const { initialize, checkAction, stranger, state } = await start();
      await initialize(limit(1n));
      expect(await checkAction(stranger)).to.deep.equal(fails);
      expect(await state()).to.deep.equal({ limit: 1n, used: 0n });
    });

    it("cannot be configured for another multiplexer", async () => {
      const { initialize, stranger, state } = await start();
      await initialize(limit(1n));
      await initialize(limit(100n), stranger);
      expect(await state()).to.deep.equal({ limit: 1n, used: 0n });
    });

    it("does not count over the greatest limit", async () => {
      const { initialize, checkAction, state } = await start();
      await initialize(limit(2n ** 128n - 1n));
      expect(await checkAction()).to.deep.equal(passes);
      expect(await state()).to.deep.equal({ limit: 2n ** 128n - 1n, used: 1n });
    });
  });

  it("tells what it is (ERC-165): a policy for operations and actions", async () => {
    const { supports } = await start();
    for (const id of Object.values(interfaceIds)) expect(await supports(id)).to.deep.equal({ value: true });
    expect(await supports("0xffffffff")).to.deep.equal({ value: false });
  });

  it("is encoded so that it decodes to what was meant", () => {
    expect(usageLimit.encode({ limit: 3n }).initData).to.equal("0x00000000000000000000000000000003");
    expect(usageLimit.decode(usageLimit.encode({ limit: 3n }).initData)).to.deep.equal({ limit: 3n });
  });
});
