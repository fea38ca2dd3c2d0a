import { expect } from "chai";
import { createWorld, type Eip1193Provider } from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshAnvil, hasEnded } from "../helpers/freshAnvil.ts";
import { needsAnvil } from "../helpers/needsAnvil.ts";

describe("a chain in an anvil of its own", () => {
  needsAnvil("a chain in an anvil of its own");

  it("is made a world by anvil's own cheat codes", async () => {
    const chain = await freshAnvil();
    const cheats = new Set<string>();
    const provider: Eip1193Provider = {
      request(args) {
        if (/^(anvil|hardhat)_set/.test(args.method)) cheats.add(args.method);
        return chain.request(args);
      },
    };
    const { contracts } = await createWorld(provider, { release: "beta" });
    expect(contracts.SmartSession.origin).to.equal("genuine");
    expect([...cheats]).to.deep.equal(["anvil_setCode"]);
  });

  it("is ended where many others were made since it was used, and its fixture builds another", async () => {
    const built: Eip1193Provider[] = [];
    const scene = fixture(async (provider) => {
      built.push(provider);
      return built.length;
    }, freshAnvil);
    const used = await freshAnvil();
    expect(await scene()).to.equal(1);
    const [first] = built as [Eip1193Provider];
    while (!hasEnded(first)) {
      await freshAnvil();
      await used.request({ method: "eth_chainId" });
    }
    expect(hasEnded(used)).to.equal(false);
    expect([await scene(), await scene()]).to.deep.equal([2, 2]);
  });

  it("waits for its pool before it is put back, so that what is undone is not mined again", async () => {
    const chain = await freshAnvil();
    const [from] = await chain.request({ method: "eth_accounts" });
    const id = await chain.request({ method: "evm_snapshot" });
    await chain.request({ method: "eth_sendTransaction", params: [{ from, to: from, gas: "0x5208" }] });
    expect(await chain.request({ method: "evm_revert", params: [id] })).to.equal(true);
    const pool = await chain.request({ method: "txpool_status" });
    expect([pool, await chain.request({ method: "eth_blockNumber" })]).to.deep.equal([
      { pending: "0x0", queued: "0x0" },
      "0x0",
    ]);
  });
});
