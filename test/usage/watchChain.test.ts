import { expect } from "chai";
import { type Hex, numberToHex } from "viem";
import {
  ChainBehindError,
  ChainUnreachableError,
  openWatchJournal,
  openWorld,
  parseAlertRules,
  type WatchEvent,
  type WatchParameters,
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

const refused = (message: string, code: number) => Object.assign(new Error(message), { code });

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
    request: (args: Asked, next: (args: Asked) => Promise<unknown>) => Promise<unknown>,
  ): Promise<World> {
    const { provider } = scene.world;
    const next = (args: Asked) => {
      if (args.params?.[0] === "finalized") throw refused("no such tag", -32602);
      return provider.request(args as never) as Promise<never>;
    };
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
  async function watchLive(
    world: World,
    rules: readonly object[],
    given: Partial<WatchParameters> = { depth: 0n },
  ) {
    const folder = scene.newFolder();
    const look = async (more: Partial<WatchParameters> = {}) => {
      const common = { rules: parseAlertRules({ rules }), accounts: [scene.account.address], once: true };
      const journal = openWatchJournal(folder);
      await watchSessions(world, { ...common, ...given, ...more, journal });
      return readAlerts(folder);
    };
    await look();
    return {
      folder,
      look,
      /** What a look throws. */
      failure: (more?: Partial<WatchParameters>) =>
        look(more).then(
          () => undefined,
          (error: unknown) => error,
        ),
      /** Goes on with one watch, which looks after each step. */
      async follow(steps: readonly (() => unknown)[], more: Partial<WatchParameters> = {}) {
        const controller = new AbortController();
        const left = [...steps, () => controller.abort()];
        const nextBlock = async () => void (await left.shift()?.());
        await look({ ...more, once: false, signal: controller.signal, nextBlock });
        return readAlerts(folder);
      },
    };
  }

  /** A chain of which some nodes are late, once it is told so: what they have ends with the block that was the latest then. */
  async function partlyLate(isAsked: (args: Asked) => boolean, message = "header not found") {
    let latest: bigint | undefined;
    const world = await live((args, next) => {
      if (latest === undefined || !isAsked(args)) return next(args);
      const [of, block = of] = args.params ?? [];
      if (args.method === "eth_getBlockByNumber") {
        if (of === "latest") return next({ ...args, params: [numberToHex(latest), false] });
        return BigInt(of as Hex) > latest ? Promise.resolve(null) : next(args);
      }
      if (args.method === "eth_getLogs" && !(of as { blockHash?: Hex }).blockHash) return Promise.resolve([]);
      if (args.method === "eth_call" && (block === "latest" || BigInt(block as Hex) <= latest)) {
        const at = block === "latest" ? numberToHex(latest) : block;
        return next({ ...args, params: [of, at] });
      }
      throw refused(message, -32000);
    });
    return {
      world,
      beLate: async (by = 0n) => {
        latest = (await scene.world.client.getBlockNumber()) - by;
      },
      beInTime: () => {
        latest = undefined;
      },
    };
  }

  it("is asked as of now where the RPC keeps no old state", async () => {
    const session = await scene.grant({ maxOperations: 2n });
    let refusals = 0;
    const world = await live(async (args, next) => {
      const block = String(args.params?.[1]);
      const isOld = args.method === "eth_call" && block.startsWith("0x");
      if (isOld && BigInt(block) < BigInt((await next({ method: "eth_blockNumber" })) as Hex)) {
        refusals++;
        throw refused("missing trie node", -32000);
      }
      return next(args);
    });
    const { look } = await watchLive(world, [{ rule: "spending", shares: [0.5] }]);
    await scene.use(session);
    await scene.mine();
    expect((await look()).map(({ details }) => details.used)).to.deep.equal(["1"]);
    expect(refusals).to.be.above(0);
  });

  describe("when one of its nodes is late", () => {
    it("misses no operation, whose block the node does not have: it is asked again", async () => {
      const session = await scene.grant();
      const { world, beLate, beInTime } = await partlyLate(({ method }) => method === "eth_getLogs");
      const { look, failure } = await watchLive(world, [{ rule: "unknownUse" }], { depth: 3n });
      await beLate();
      await scene.use(session);
      expect(String(await failure())).to.include("header not found");
      beInTime();
      expect(await look()).to.have.length(1);
    });

    it("misses no share of a limit: the state before the use is not taken for the one after it", async () => {
      const session = await scene.grant({ maxOperations: 1n });
      const { world, beLate, beInTime } = await partlyLate(({ method }) => method === "eth_call");
      const { look, failure } = await watchLive(world, [{ rule: "spending", shares: [0.5, 1] }]);
      await beLate();
      await scene.use(session);
      expect(String(await failure())).to.include("header not found");
      beInTime();
      expect(await look()).to.have.length(2);
    });

    it("takes no node for one that keeps no old state which is late as well", async () => {
      const session = await scene.grant({ maxOperations: 1n });
      const words = "missing trie node";
      const { world, beLate, beInTime } = await partlyLate(({ method }) => method === "eth_call", words);
      const { look, failure } = await watchLive(world, [{ rule: "spending", shares: [1] }]);
      await beLate();
      await scene.use(session);
      expect(String(await failure())).to.include(words);
      beInTime();
      expect(await look()).to.have.length(1);
    });

    it("asks again where it is asked too often", async () => {
      const session = await scene.grant({ maxOperations: 1n });
      let isLimited = false;
      const world = await live((args, next) => {
        if (isLimited && args.method === "eth_call")
          throw refused("archive requests: limit exceeded", -32005);
        return next(args);
      });
      const { look, failure } = await watchLive(world, [{ rule: "spending", shares: [1] }]);
      await scene.use(session);
      isLimited = true;
      expect(String(await failure())).to.include("limit exceeded");
      isLimited = false;
      expect(await look()).to.have.length(1);
    });

    it("does not begin at the chain's first block, which it would take a missing one for", async () => {
      await scene.use(await scene.grant());
      const { world, beLate, beInTime } = await partlyLate(
        ({ method, params }) => method === "eth_getBlockByNumber" && params?.[0] !== "latest",
      );
      await beLate(1n);
      const folder = scene.newFolder();
      const rules = parseAlertRules({ rules: [{ rule: "unknownUse" }] });
      const accounts = [scene.account.address];
      const begin = () =>
        watchSessions(world, { rules, journal: openWatchJournal(folder), accounts, once: true });
      const error = await begin().catch((one: unknown) => one);
      expect(error).to.be.instanceOf(ChainBehindError);
      beInTime();
      expect(await begin()).to.deep.equal({ raised: 0 });
    });

    it("reads nothing anew, and says so once; read once, it ends with an error", async () => {
      const asked: string[] = [];
      const late = await partlyLate(({ method, params }) => {
        asked.push(method);
        return method === "eth_getBlockByNumber" && params?.[0] === "latest";
      });
      const { look, follow, failure } = await watchLive(late.world, [{ rule: "unknownUse" }]);
      await scene.use(await scene.grant());
      expect(await look()).to.have.length(1);
      await late.beLate(2n);
      asked.length = 0;
      const events: WatchEvent[] = [];
      const onEvent = (event: WatchEvent) => events.push(event);
      expect(await follow([scene.mine, scene.mine], { onEvent })).to.have.length(1);
      expect(asked).to.not.include("eth_getLogs");
      expect(events.map(({ type }) => type)).to.deep.equal(["begun", "behind"]);
      expect(events[1]).to.have.property("lacking");
      expect(await failure()).to.be.instanceOf(ChainBehindError);
      late.beInTime();
      await scene.use(await scene.grant());
      expect(await look()).to.have.length(2);
    });
  });

  it("is read anew where it was put back before what was settled, though nobody simulates it", async () => {
    const world = await live((args, next) => next(args));
    const { follow } = await watchLive(world, [{ rule: "unknownUse" }], { depth: 4n });
    const session = await scene.grant();
    const snapshot = await scene.snapshot();
    const alerts = await follow([
      async () => {
        await scene.use(session);
        for (let block = 0; block < 6; block++) await scene.mine();
      },
      async () => {
        await scene.revert(snapshot);
        await scene.use(session, 1n);
        for (let block = 0; block < 4; block++) await scene.mine();
      },
    ]);
    expect(alerts).to.have.length(2);
  });

  it("is told once where it stands still", async () => {
    const events: string[] = [];
    const onEvent = ({ type }: WatchEvent) => void events.push(type);
    const nothing = () => {};
    const world = await live((args, next) => next(args));
    const { follow } = await watchLive(world, [{ rule: "unknownUse" }]);
    await follow([nothing, nothing], { onEvent, patience: 0 });
    expect(events).to.deep.equal(["begun", "behind"]);
    events.length = 0;
    await follow([nothing, nothing], { onEvent });
    expect(events, "by default after minutes").to.deep.equal(["begun"]);
  });
});
