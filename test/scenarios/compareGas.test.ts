import { expect } from "chai";
import { type Hex, numberToHex, size } from "viem";
import { accountKinds, compareGas, createHarness, type Harness, type World } from "../../src/index.ts";
import { measureKind } from "../../src/scenarios/compareGas/measureKind.ts";
import { cheat } from "../../src/world/cheat.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { localChain } from "../helpers/freshChain.ts";
import { presentKinds } from "../helpers/kinds.ts";

/** Puts a GasPriceOracle on the chain that charges so much a byte: calldata's word at 0x24 is how many there are. */
const placeOracle = (world: World, perByte: bigint) => {
  const price = numberToHex(perByte, { size: 1 }).slice(2);
  const code: Hex = `0x60${price}6024350260005260206000f3`;
  return cheat(world.provider, "setCode", ["0x420000000000000000000000000000000000000F", code]);
};

describe("compareGas", function () {
  this.timeout(60_000);
  let harness: Harness;

  before(async () => {
    harness = await createHarness({ provider: await localChain() });
  });

  it("gives the gas of transactions that have one operation each, as their receipts say", async () => {
    const { client } = harness.world;
    for (const kind of await presentKinds(accountKinds)) {
      const pairs = await measureKind(harness, kind);
      expect(pairs.map(({ action }) => action)).to.deep.equal(["call", "value", "token", "batch"]);
      for (const { action, owner, session } of pairs) {
        for (const { hash, gas } of [owner, session]) {
          const { gasUsed, status } = await client.getTransactionReceipt({ hash });
          expect([gas, status], `${kind} ${action}`).to.deep.equal([gasUsed, "success"]);
        }
      }
    }
  });

  it("measures what has been done before: done once more it takes as much", async () => {
    const [one, two] = [await measureKind(harness, "kernel"), await measureKind(harness, "kernel")];
    for (const [index, before] of one.entries()) {
      const after = two[index] ?? before;
      for (const by of ["owner", "session"] as const) {
        // What signatures and addresses have of zero bytes costs less.
        const difference = Math.abs(Number(before[by].gas - after[by].gas));
        expect(difference, `${before.action} by ${by}`).to.be.lessThan(1_000);
      }
    }
  });

  it("asks the chain that is analysed for its L1 data fee, which grows with what is handed over", async () => {
    const { world } = harness;
    const perByte = 7n;
    await placeOracle(world, perByte);
    const [call] = await compareGas(harness, { kinds: ["nexus"], chain: world });
    const [pair] = await measureKind(harness, "nexus");
    for (const by of ["owner", "session"] as const) {
      const fee = perByte * BigInt(size(pair?.[by].unsigned ?? "0x"));
      // Nonces and fees are not always written in as many bytes.
      expect(Math.abs(Number(fee - (call?.l1Fee?.[by] ?? 0n))), by).to.be.lessThan(Number(10n * perByte));
    }
    expect(Number(call?.l1Fee?.session)).to.be.greaterThan(Number(call?.l1Fee?.owner));
    await placeOracle(world, 0n);
    const [free] = await compareGas(harness, { kinds: ["nexus"], chain: world });
    expect(free?.l1Fee, "a chain that charges nothing").to.equal(undefined);
  });

  it("leaves out kinds that the chain has no contracts of, and says so", async () => {
    const beta = await createHarness({ provider: await localChain(), release: "beta" });
    const told: string[] = [];
    const measured = await compareGas(beta, {
      kinds: ["startale", "reference"],
      onProgress: (text) => told.push(text),
    });
    expect([...new Set(measured.map(({ kind }) => kind))]).to.deep.equal(["reference"]);
    expect(told.join()).to.match(/startale accounts is not compared: .*lacks/);
  });

  it("ends with the signal's reason", async () => {
    const reason = new Error("enough");
    const work = compareGas(harness, { kinds: ["nexus"], signal: AbortSignal.abort(reason) });
    expect(await expectToReject(work, Error)).to.equal(reason);
  });
});
