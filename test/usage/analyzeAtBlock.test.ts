import { expect } from "chai";
import { numberToHex } from "viem";
import { analyze, connectChain, type Eip1193Provider, type World } from "../../src/index.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";

type Request = { method: string; params?: readonly unknown[] };

/** The same world; of each question that the analysis asks about sessions, `before` is told first. */
async function watched(world: World, before: (asked: Request) => Promise<void>) {
  let isAsking = false;
  const request = async (asked: Request) => {
    if (isAsking) await before(asked);
    return world.provider.request(asked as never);
  };
  const { client, provider } = await connectChain({ request } as Eip1193Provider);
  const told: string[] = [];
  const onProgress = (text: string) => {
    told.push(text);
    isAsking ||= text.startsWith("asking the chain about");
  };
  return { world: { ...world, client, provider }, told, onProgress };
}

describe("analyze, of the chain at one block", () => {
  const scene = fixture(buildFastSceneByHand("reference"));

  const used = async () => {
    const built = await scene();
    const session = await built.enable({ maxUses: 5 });
    await expectAccepted(built.world, await built.use(session.permissionId));
    return { ...built, session };
  };

  it("reads states and limits as of the block that it names, whatever is mined meanwhile", async () => {
    const { world, harness, account, session, use } = await used();
    const head = await world.client.getBlockNumber();
    let isChanged = false;
    const meanwhile = await watched(world, async ({ method }) => {
      if (isChanged || method !== "eth_getCode") return;
      isChanged = true;
      await use(session.permissionId);
      await expectAccepted(world, await harness.uninstall(account));
    });
    const { onProgress, told } = meanwhile;
    const { bySession, limitsAt } = await analyze(meanwhile.world, { onProgress });
    expect(isChanged).to.equal(true);
    expect(limitsAt).to.equal(head);
    expect(bySession[0]?.state).to.equal("active");
    expect(bySession[0]?.limits.map(({ used }) => used)).to.deep.equal([1n]);
    expect(told.join()).to.not.include("keeps no state");
  });

  it("says so where the RPC keeps no state of that block, and reads the latest", async () => {
    const { world } = await used();
    const head = await world.client.getBlockNumber();
    const forgetful = await watched(world, async ({ method, params = [] }) => {
      if (!["eth_call", "eth_getCode"].includes(method)) return;
      if ((await world.client.getBlockNumber()) === head)
        await world.provider.request({ method: "evm_mine", params: [] });
      const isOld = params.at(-1) === numberToHex(head);
      if (isOld) throw Object.assign(new Error("missing trie node"), { code: -32_000 });
    });
    const { onProgress, told } = forgetful;
    const { bySession } = await analyze(forgetful.world, { onProgress });
    expect(bySession[0]?.limits.map(({ used }) => used)).to.deep.equal([1n]);
    const said = told.filter((text) =>
      /^the RPC keeps no state of block \d+: limits are of its latest/.test(text),
    );
    expect(said).to.have.lengthOf(1);
  });

  it("counts nothing less where a node behind a live RPC has none of the blocks that are not settled", async () => {
    const { world } = await used();
    let late = 0;
    const request = async (asked: Request) => {
      const [first] = (asked.params ?? []) as readonly unknown[];
      // The last settled block is not told: then it is one that is 64 blocks back, before all that was done.
      if (first === "finalized") throw Object.assign(new Error("no such tag"), { code: -32_602 });
      if (asked.method !== "eth_getLogs" || "blockHash" in (first as object))
        return world.provider.request(asked as never);
      late++;
      return [];
    };
    const { client, provider } = await connectChain({ request } as Eip1193Provider);
    const { instance: _, ...known } = world;
    const { totals } = await analyze({ ...known, client, provider });
    expect(totals.operations).to.equal(1);
    expect(late).to.equal(0);
  });
});
