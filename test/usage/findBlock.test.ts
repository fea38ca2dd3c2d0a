import { expect } from "chai";
import { createWorld, findBlock, setChainTime, type World } from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { fixture } from "../helpers/fixture.ts";

describe("findBlock", () => {
  /** Blocks at 100, 200, 200 and 300 seconds after the latest one. */
  const scene = fixture(async (provider) => {
    const world: World = await createWorld(provider);
    const { number: base, timestamp: begin } = await world.client.getBlock();
    for (const after of [100n, 200n, 300n]) {
      await setChainTime(world, begin + after);
      await provider.request({ method: "evm_mine", params: [] });
    }
    return { world, base, begin };
  });

  it("takes digits for a block's number", async () => {
    const { world, base } = await scene();
    expect(await findBlock(world, "from", "0")).to.equal(0n);
    expect(await findBlock(world, "to", `${base + 1n}`)).to.equal(base + 1n);
    expect(await findBlock(world, "to", "latest")).to.equal(await world.client.getBlockNumber());
  });

  it("finds the first block that is not before a time, and the last that is not after it", async () => {
    const { world, base, begin } = await scene();
    const cases = [
      [100n, 1n, 1n],
      [101n, 2n, 1n],
      [199n, 2n, 1n],
      [200n, 2n, 2n],
      [300n, 3n, 3n],
    ] as const;
    for (const [after, from, to] of cases) {
      const written = `@${begin + after}`;
      expect(await findBlock(world, "from", written), written).to.equal(base + from);
      expect(await findBlock(world, "to", written), written).to.equal(base + to);
    }
    expect(await findBlock(world, "to", `@${begin + 9_999n}`)).to.equal(base + 3n);
    expect(await findBlock(world, "from", "@1")).to.equal(0n);
    const iso = new Date(Number(begin + 200n) * 1000).toISOString();
    expect(await findBlock(world, "from", iso)).to.equal(base + 2n);
  });

  it("refuses what is neither, and times that the chain has no block of", async () => {
    const { world, begin } = await scene();
    const neither = /neither a block nor a time/;
    for (const written of [
      "",
      "yesterday",
      "-1",
      "0x10",
      "2026-11-01",
      `${begin}.5`,
      "@2026-11-01T00:00:00Z",
    ]) {
      await expectInputError(() => findBlock(world, "from", written), "from", written, neither);
    }
    await expectInputError(
      () => findBlock(world, "to", `${begin}`),
      "to",
      `${begin}`,
      /after the chain's last block/,
    );
    const later = `@${begin + 301n}`;
    await expectInputError(
      () => findBlock(world, "from", later),
      "from",
      later,
      /after the chain's last block/,
    );
    await expectInputError(() => findBlock(world, "to", "@1"), "to", "@1", /before the chain's first block/);
    await expectInputError(
      () => findBlock(world, "to", "2026-02-30T00:00:00Z"),
      "to",
      "2026-02-30T00:00:00Z",
      /no time/,
    );
  });
});
