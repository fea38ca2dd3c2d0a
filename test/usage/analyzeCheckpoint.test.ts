import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Address, type Hex, isAddressEqual, numberToHex } from "viem";
import {
  analyze,
  CheckpointError,
  connectChain,
  type Eip1193Provider,
  ReorganisedError,
  type World,
} from "../../src/index.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";

type Request = { method: string; params?: readonly unknown[] };
type Relay = (asked: Request, pass: () => Promise<unknown>) => Promise<unknown>;

/** The same world, asked through `relay`. */
async function through(world: World, relay: Relay): Promise<World> {
  const request = (asked: Request) => relay(asked, () => world.provider.request(asked as never));
  const { client, provider } = await connectChain({ request } as Eip1193Provider);
  return { ...world, client, provider };
}

/** As if nobody simulated it. */
const asLive = ({ instance: _, ...world }: World): World => ({ ...world, kind: "live" });

/** The least block that logs were asked of; undefined where none were. */
function watchLogs({ client }: World) {
  const asked: bigint[] = [];
  const relay: Relay = async ({ method, params }, pass) => {
    if (method === "eth_getLogs") {
      const [{ fromBlock, blockHash }] = params as [{ fromBlock?: Hex; blockHash?: Hex }];
      const first = blockHash ? (await client.getBlock({ blockHash })).number : BigInt(fromBlock as Hex);
      asked.push(first);
    }
    return pass();
  };
  return {
    relay,
    least: () => asked.reduce<bigint | undefined>((a, b) => (a === undefined || b < a ? b : a), undefined),
  };
}

describe("analyze, with a checkpoint", () => {
  const scene = fixture(buildFastSceneByHand("reference"));
  let folder: string;
  let checkpoint: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "analysis-"));
    checkpoint = join(folder, "checkpoint.json");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A session that was used some times. */
  const used = async (uses = 3) => {
    const built = await scene();
    const { world } = built;
    const { permissionId } = await built.enable();
    const use = async () => expectAccepted(world, await built.use(permissionId));
    for (let index = 0; index < uses; index++) await use();
    return { ...built, use };
  };

  it("goes on after the block that it was read up to, and says what is said without it", async () => {
    const { world, use } = await used();
    await analyze(world, { checkpoint });
    const read = await world.client.getBlockNumber();
    await use();
    const { relay, least } = watchLogs(world);
    const told: string[] = [];
    const onProgress = (text: string) => told.push(text);
    const later = await analyze(await through(world, relay), { checkpoint, onProgress });
    expect(least(), "the first block that is read").to.equal(read + 1n);
    expect(told[0]).to.include(`going on after block ${read}`);
    expect(later).to.deep.equal(await analyze(world));
    expect(later.totals.operations).to.equal(4);
    expect(await analyze(world, { checkpoint }), "nothing is new").to.deep.equal(later);
  });

  it("is for nobody else to read, and leaves nothing beside it", async () => {
    const { world } = await used(1);
    await analyze(world, { checkpoint });
    expect(statSync(checkpoint).mode & 0o777).to.equal(0o600);
    expect(readdirSync(folder)).to.deep.equal(["checkpoint.json"]);
  });

  it("goes on where an analysis was interrupted between two chunks, and where the chain stopped to answer", async () => {
    const { world } = await used();
    const whole = await analyze(world);
    for (const ending of ["signal", "error"] as const) {
      const controller = new AbortController();
      const reason = new Error("enough");
      let [chunks, answers] = [0, true];
      const ended = await through(world, async (asked, pass) => {
        if (asked.method === "eth_getLogs") {
          const [{ fromBlock, toBlock }] = asked.params as [{ fromBlock: Hex; toBlock: Hex }];
          if (!answers) throw new Error("the line is down");
          if (BigInt(toBlock) - BigInt(fromBlock) > 4n) throw new Error("range too wide");
          if (++chunks === 6 && ending === "signal") controller.abort(reason);
          if (chunks === 6 && ending === "error") answers = false;
        }
        return pass();
      });
      rmSync(checkpoint, { force: true });
      const error = await expectToReject(analyze(ended, { checkpoint, signal: controller.signal }), Error);
      if (ending === "signal") expect(error).to.equal(reason);
      const { relay, least } = watchLogs(world);
      expect(await analyze(await through(world, relay), { checkpoint }), ending).to.deep.equal(whole);
      expect(Number(least()), "what was read is not read again").to.be.greaterThan(0);
    }
  });

  describe("where the chain was put back", () => {
    /** Puts the chain back to before the last use, and has another one in its place. */
    const putBack = async () => {
      const built = await used();
      const snapshot = await built.world.provider.request({ method: "evm_snapshot" });
      return {
        ...built,
        revert: () => built.world.provider.request({ method: "evm_revert", params: [snapshot] }),
      };
    };

    it("reads anew, and says so", async () => {
      const { world, use, revert } = await putBack();
      await use();
      await analyze(world, { checkpoint });
      await revert();
      const told: string[] = [];
      const onProgress = (text: string) => told.push(text);
      const { totals } = await analyze(world, { checkpoint, onProgress });
      expect(totals.operations).to.equal(3);
      expect(told.join()).to.match(
        /block \d+, which .*checkpoint\.json was read up to, is gone: reading anew/,
      );
      await use();
      await use();
      expect((await analyze(world, { checkpoint })).totals.operations).to.equal(5);
    });

    it("begins again from the settled block where that happens meanwhile", async () => {
      const { world, use, revert } = await putBack();
      const settled = await world.client.getBlockNumber();
      await use();
      let change: Promise<void> | undefined;
      const haveAnother = async () => {
        await revert();
        await world.provider.request({ method: "evm_mine", params: [] }); // the same use would make the same block
        await use();
        await use();
      };
      const { relay: watch, least } = watchLogs(world);
      const { address } = world.contracts.SmartSession;
      const isAboutSessions = ({ method, params }: Request) =>
        method === "eth_call" && isAddressEqual((params as [{ to: Address }])[0].to, address);
      const live = await through(asLive(world), async (asked, pass) => {
        if (asked.method === "eth_getBlockByNumber" && asked.params?.[0] === "finalized") {
          return world.provider.request({ method: asked.method, params: [numberToHex(settled), false] });
        }
        // What is behind the settled block has been read by now.
        if (isAboutSessions(asked)) change ??= haveAnother();
        await change;
        return change ? watch(asked, pass) : pass();
      });
      const { totals } = await analyze(asLive(live), {});
      expect(totals.operations).to.equal(5);
      expect(least()).to.equal(settled + 1n);
    });

    it("gives up where it happens time and again", async () => {
      const { world } = await used();
      let times = 0;
      const shaken = await through(world, async (asked, pass) => {
        const answer = await pass();
        if (asked.method !== "eth_getBlockByNumber") return answer;
        return { ...(answer as object), hash: numberToHex(++times, { size: 32 }) };
      });
      await expectToReject(analyze(shaken, {}), ReorganisedError);
    });
  });

  it("keeps of a live chain only what is settled: what it calls finalized, else 64 blocks back", async () => {
    const { world } = await used();
    const head = await world.client.getBlockNumber();
    const kept = () => BigInt(JSON.parse(readFileSync(checkpoint, "utf8")).cursor.blockNumber);
    const finalized = await through(world, async (asked, pass) =>
      asked.params?.[0] === "finalized"
        ? world.provider.request({ method: asked.method, params: [numberToHex(head - 2n), false] })
        : pass(),
    );
    const analysis = await analyze(asLive(finalized), { checkpoint });
    expect(kept()).to.equal(head - 2n);
    expect(analysis.totals.operations).to.equal(3);
    rmSync(checkpoint);
    const silent = await through(world, async (asked, pass) => {
      if (asked.params?.[0] === "finalized") throw new Error("unknown block tag");
      return pass();
    });
    for (let mined = 0; mined < 70; mined++) await world.provider.request({ method: "evm_mine", params: [] });
    await analyze(asLive(silent), { checkpoint });
    expect(kept()).to.equal(head + 70n - 64n);
  });

  describe("of something else", () => {
    const refuse = async (world: World, parameters: Parameters<typeof analyze>[1], problem: RegExp) => {
      const before = readFileSync(checkpoint, "utf8");
      const error = await expectToReject(analyze(world, { checkpoint, ...parameters }), CheckpointError);
      expect(error.message).to.match(problem).and.match(/→ /);
      expect(readFileSync(checkpoint, "utf8"), "it is not written over").to.equal(before);
    };

    it("refuses a file that is none", async () => {
      const { world } = await scene();
      for (const text of ["", "{}", "my notes", '{"format":"smart-sessions-analysis","version":2}']) {
        writeFileSync(checkpoint, text);
        await refuse(world, {}, /is no checkpoint of an analysis, or is damaged/);
      }
    });

    it("refuses one whose keys, times or widths are damaged", async () => {
      const { world } = await used(1);
      await analyze(world, { checkpoint });
      const text = readFileSync(checkpoint, "utf8");
      type Damaged = Record<"sessions" | "accounts" | "targets", [string, { actions: unknown[] }][]> & {
        timeline: { width: number; intervals: [string, unknown][] };
        unrecognised: { accounts: string[] };
      };
      const damages: readonly ((state: Damaged, cursor: Record<string, unknown>) => void)[] = [
        ({ sessions: [first] }) => first?.splice(0, 1, "zz"),
        ({ sessions: [first] }) => first?.splice(0, 1, "0x12"),
        ({ accounts: [first] }) => first?.splice(0, 1, "zz"),
        ({ targets: [first] }) => first?.splice(0, 1, "0x12"),
        ({ sessions: [first] }) => first?.[1].actions.push("0x"),
        ({ unrecognised }) => unrecognised.accounts.push("0x12"),
        ({ timeline: { intervals } }) => intervals[0]?.splice(0, 1, "x"),
        ({ timeline }) => Object.assign(timeline, { width: 0 }),
        (_, cursor) => Object.assign(cursor, { blockHash: "0x" }),
        (_, cursor) => Object.assign(cursor, { blockNumber: "9".repeat(99) }),
      ];
      for (const damage of damages) {
        const content = JSON.parse(text);
        damage(content.state, content.cursor);
        writeFileSync(checkpoint, JSON.stringify(content));
        await refuse(world, {}, /is damaged/);
      }
    });

    it("refuses one that was damaged", async () => {
      const { world } = await used(1);
      await analyze(world, { checkpoint });
      const text = readFileSync(checkpoint, "utf8");
      for (const damaged of [text.slice(0, -20), text.replace('"operations":1', '"operations":-1')]) {
        expect(damaged).to.not.equal(text);
        writeFileSync(checkpoint, damaged);
        await refuse(world, {}, /is damaged/);
      }
    });

    it("refuses one of another chain, of other accounts, of another period, or that goes further", async () => {
      const { world, account } = await used(1);
      await analyze(world, { checkpoint });
      await refuse({ ...world, instance: "0xother" }, {}, /its instance is .*, not 0xother/);
      await refuse(world, { accounts: [account.address] }, /its accounts is null, not 0x/);
      await refuse(world, { fromBlock: 1n }, /its fromBlock is 0, not 1/);
      await refuse(world, { toBlock: 2n }, /was read up to block \d+, beyond the period's last, 2/);
    });

    const ofVersion = (version: number, of: object = {}) =>
      writeFileSync(checkpoint, JSON.stringify({ format: "smart-sessions-analysis", version, of }));

    it("reads anew where it is of an earlier version of this program, and says so", async () => {
      const { world } = await used(1);
      ofVersion(1, { chainId: world.chainId });
      const told: string[] = [];
      const onProgress = (text: string) => told.push(text);
      expect((await analyze(world, { checkpoint, onProgress })).totals.operations).to.equal(1);
      expect(told.join()).to.match(/checkpoint\.json is of an earlier version .*: reading anew/);
      expect(JSON.parse(readFileSync(checkpoint, "utf8")).version).to.equal(2);
    });

    it("refuses one of a later version, and one of an earlier version that is of another analysis", async () => {
      const { world } = await used(1);
      ofVersion(99, { chainId: world.chainId });
      await refuse(world, {}, /is of a later version of this program: its version is 99/);
      ofVersion(1, { chainId: 1868 });
      await refuse(world, {}, /its chainId is 1868, not/);
    });

    it("says what failed first where it then cannot be written", async () => {
      const { world } = await used(1);
      const nowhere = join(folder, "nowhere", "checkpoint.json");
      const down = await through(world, async (asked, pass) => {
        if (asked.method === "eth_getLogs") {
          const [{ fromBlock, toBlock }] = asked.params as [{ fromBlock: Hex; toBlock: Hex }];
          if (BigInt(toBlock) - BigInt(fromBlock) > 4n) throw new Error("range too wide");
          if (BigInt(fromBlock) > 6n) throw new Error("the line is down");
        }
        return pass();
      });
      const told: string[] = [];
      const onProgress = (text: string) => told.push(text);
      const error = await expectToReject(analyze(down, { checkpoint: nowhere, onProgress }), Error);
      expect(error.message).to.include("the line is down");
      expect(told.join()).to.match(/nowhere.* cannot be written \(ENOENT\)/);
    });

    it("says so where it cannot be written", async () => {
      const { world } = await used(1);
      const nowhere = join(folder, "nowhere", "checkpoint.json");
      const error = await expectToReject(analyze(world, { checkpoint: nowhere }), CheckpointError);
      expect(error.message).to.match(/cannot be written \(ENOENT\)/);
    });
  });
});
