import { expect } from "chai";
import { type Hex, numberToHex } from "viem";
import {
  ChainUnreachableError,
  type Eip1193Provider,
  openWatchJournal,
  openWorld,
  parseAlertRules,
  type World,
  watchSessions,
} from "../../src/index.ts";
import { settledBlock } from "../../src/usage/settledBlock.ts";
import { fixture } from "../helpers/fixture.ts";
import { buildWatchScene, readAlerts, type WatchScene } from "./watchScene.ts";

/** What a provider is asked. */
interface Asked {
  readonly method: string;
  readonly params?: readonly unknown[];
}

describe("what sessions watch asks a chain", function () {
  this.timeout(60_000);
  const build = fixture(buildWatchScene);
  let scene: WatchScene;

  beforeEach(async () => {
    scene = await build();
  });
  after(() => scene.close());

  /** The chain as one that nobody simulates, behind something that changes what is asked or answered. */
  async function live(
    request: (args: Asked, next: Eip1193Provider["request"]) => Promise<unknown>,
  ): Promise<World> {
    const { provider } = scene.world;
    const next = provider.request.bind(provider);
    const { instance: _, ...world } = await openWorld({ request: (args: Asked) => request(args, next) });
    return { ...world, kind: "live" };
  }

  describe("which block is settled", () => {
    const head = 100n;
    const finalized = (answer: () => unknown) =>
      live((args, next) =>
        args.method === "eth_getBlockByNumber" && args.params?.[0] === "finalized"
          ? Promise.resolve().then(answer)
          : next(args),
      );
    const block = (number: bigint) => async () => {
      const { provider } = scene.world;
      return {
        ...(await provider.request({ method: "eth_getBlockByNumber", params: ["0x1", false] })),
        number: numberToHex(number),
      };
    };

    it("is the one that the chain says", async () => {
      expect(await settledBlock(await finalized(block(93n)), head)).to.equal(93n);
    });

    it("is 64 blocks deep where it does not say", async () => {
      const world = await finalized(() => {
        throw Object.assign(new Error("no such tag"), { code: -32602 });
      });
      expect(await settledBlock(world, head)).to.equal(36n);
      expect(await settledBlock(await finalized(() => null), head)).to.equal(36n);
    });

    it("is none where the chain does not answer", async () => {
      const world = await finalized(() => {
        throw new ChainUnreachableError({ cause: "down" });
      });
      const error = await settledBlock(world, head).catch((one: unknown) => String(one));
      expect(error).to.match(/down/);
    });

    it("is 16 blocks deep on a simulated chain, whatever it says", async () => {
      expect(await settledBlock(scene.world, head)).to.equal(84n);
    });
  });

  /** Watches a live chain from the next block on; each look is a watch that is started anew. */
  async function watchLive(world: World, rules: readonly object[]) {
    const folder = scene.newFolder();
    const parsed = parseAlertRules({ rules });
    const accounts = [scene.account.address];
    const look = async () => {
      const journal = openWatchJournal(folder);
      await watchSessions(world, { rules: parsed, journal, accounts, once: true, depth: 0n });
      return readAlerts(folder);
    };
    await look();
    return look;
  }

  it("is asked as of now where the RPC keeps no old state", async () => {
    const session = await scene.grant({ maxOperations: 2n });
    let refused = 0;
    const world = await live((args, next) => {
      const isOld = args.method === "eth_call" && String(args.params?.[1]).startsWith("0x");
      if (isOld && ++refused) throw Object.assign(new Error("missing trie node"), { code: -32000 });
      return next(args);
    });
    const look = await watchLive(world, [{ rule: "spending", shares: [0.5] }]);
    await scene.use(session);
    await scene.mine();
    expect((await look()).map(({ details }) => details.used)).to.deep.equal(["1"]);
    expect(refused).to.be.above(0);
  });

  it("is not read anew because one of its nodes is late", async () => {
    let late = false;
    const asked: string[] = [];
    const world = await live(async (args, next) => {
      asked.push(args.method);
      if (late && args.method === "eth_getBlockByNumber" && args.params?.[0] === "latest") {
        const number = BigInt((await next({ method: "eth_blockNumber" })) as Hex) - 2n;
        return next({ ...args, params: [numberToHex(number), false] });
      }
      return next(args);
    });
    const look = await watchLive(world, [{ rule: "unknownUse" }]);
    const session = await scene.grant();
    await scene.use(session);
    expect(await look()).to.have.length(1);
    late = true;
    asked.length = 0;
    expect(await look()).to.have.length(1);
    expect(asked).to.not.include("eth_getLogs");
  });
});
