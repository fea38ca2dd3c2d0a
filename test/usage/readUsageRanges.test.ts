import { expect } from "chai";
import { type Address, type Hex, numberToHex } from "viem";
import { ReorganisedError } from "../../src/errors/usage.ts";
import { ChainUnreachableError, connectChain, type Eip1193Provider, type World } from "../../src/index.ts";
import { fewEnough, type UsageLog } from "../../src/usage/readUsage/usageLogs.ts";
import { type ReadUsageParameters, readCursor, readUsage } from "../../src/usage/readUsage.ts";
import type { UsageChunk } from "../../src/usage/UsageFact.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import { readAll } from "../helpers/readAll.ts";

type Request = { method: string; params?: readonly unknown[] };

describe("reading blocks of usage", () => {
  const scene = fixture(buildFastSceneByHand("reference"));
  const uses = 4;

  /** A session that was used some times, a block each. */
  const used = async () => {
    const built = await scene();
    const { world } = built;
    const fromBlock = (await world.client.getBlockNumber()) + 1n;
    const { permissionId } = await built.enable();
    const use = async () => expectAccepted(world, await built.use(permissionId));
    for (let index = 0; index < uses; index++) await use();
    return { ...built, fromBlock, toBlock: await world.client.getBlockNumber(), use };
  };

  /** The same world, asked through `relay`. */
  const through = async (
    world: World,
    relay: (asked: Request, pass: () => Promise<unknown>) => Promise<unknown>,
  ): Promise<World> => {
    const request = (asked: Request) => relay(asked, () => world.provider.request(asked as never));
    const { client, provider } = await connectChain({ request } as Eip1193Provider);
    return { ...world, client, provider };
  };

  const collect = async (world: World, parameters: ReadUsageParameters): Promise<UsageChunk[]> => {
    const chunks: UsageChunk[] = [];
    for await (const chunk of readUsage(world, parameters)) chunks.push(chunk);
    return chunks;
  };

  const isByHash = ({ params = [] }: Request): boolean => "blockHash" in (params[0] as object);

  const widthOf = ({ params }: Request): bigint => {
    const [{ fromBlock, toBlock }] = params as [{ fromBlock: Hex; toBlock: Hex }];
    return BigInt(toBlock) - BigInt(fromBlock) + 1n;
  };

  describe("of an RPC with limits", () => {
    for (const most of [1n, 2n, 3n]) {
      it(`reads the same facts where no more than ${most} blocks are answered at once`, async () => {
        const { world, fromBlock, toBlock } = await used();
        const limited = await through(world, async (asked, pass) => {
          if (asked.method === "eth_getLogs" && widthOf(asked) > most) throw new Error("range too wide");
          return pass();
        });
        const chunks = await collect(limited, { fromBlock, toBlock });
        expect(chunks.length).to.equal(Math.ceil((uses + 1) / Number(most)));
        expect(chunks.flatMap(({ facts }) => facts)).to.deep.equal(await readAll(world, fromBlock));
        expect(chunks.at(-1)?.end).to.deep.equal(await readCursor(world, toBlock));
        for (const [index, { fromBlock: first }] of chunks.entries()) {
          const previous = chunks[index - 1]?.end.blockNumber;
          expect(first).to.equal(previous === undefined ? fromBlock : previous + 1n);
        }
      });
    }

    it("widens the range again after a refusal", async () => {
      const { world, fromBlock } = await used();
      // Not hardhat_mine: EDR 0.20 ends the process over many blocks of an OP chain.
      for (let mined = 0; mined < 150; mined++) {
        await world.provider.request({ method: "evm_mine", params: [] });
      }
      const toBlock = await world.client.getBlockNumber();
      let refusals = 1;
      const widths: bigint[] = [];
      const limited = await through(world, async (asked, pass) => {
        if (asked.method !== "eth_getLogs") return pass();
        if (refusals > 0 && widthOf(asked) > 20n) {
          throw new Error("too many results");
        }
        widths.push(widthOf(asked));
        if (widths.length > 6) refusals = 0;
        return pass();
      });
      await collect(limited, { fromBlock, toBlock });
      expect(widths.some((width) => width > 20n)).to.equal(true);
    });

    it("throws what the RPC says of the range of a single block", async () => {
      const { world, fromBlock, toBlock } = await used();
      const refusing = await through(world, async (asked, pass) => {
        if (asked.method === "eth_getLogs") throw new Error("no logs here");
        return pass();
      });
      const error = await expectToReject(collect(refusing, { fromBlock, toBlock }), Error);
      expect(error.message).to.contain("no logs here");
    });

    it("takes a line that is down for no limit", async () => {
      const { world, fromBlock, toBlock } = await used();
      let asked = 0;
      const down = await through(world, async ({ method }, pass) => {
        if (method !== "eth_getLogs") return pass();
        asked++;
        throw new ChainUnreachableError({ cause: "ECONNREFUSED" });
      });
      await expectToReject(collect(down, { fromBlock, toBlock }), Error);
      expect(asked).to.be.at.most(3); // of one range: one for each sort of log
    });
  });

  it("asks for less at once where the answers are full of what others did", async () => {
    const { world, fromBlock, toBlock } = await used();
    const widths: bigint[] = [];
    const [others] = (await world.provider.request({
      method: "eth_getLogs",
      params: [{ address: world.contracts.EntryPoint.address, fromBlock: "0x0", toBlock: "latest" }],
    })) as readonly { readonly topics: readonly Hex[] }[];
    const crowded = await through(world, async (asked, pass) => {
      if (asked.method !== "eth_getLogs") return pass();
      const [{ address }] = asked.params as [{ address?: string }];
      if (address !== world.contracts.EntryPoint.address) return [];
      widths.push(widthOf(asked));
      // As many operations of others as would be too many in two blocks.
      return Array.from({ length: Number(widthOf(asked)) * 5_000 }, () => others);
    });
    await collect(crowded, { fromBlock, toBlock });
    expect(widths[0]).to.equal(toBlock - fromBlock + 1n);
    expect(widths.slice(1).every((width) => width <= 2n)).to.equal(true);
  });

  describe("of a chain that is reorganised", () => {
    /** Blocks that are gone, and others in their place. */
    const replacing = async (world: World, from: Hex, mine: () => Promise<unknown>) => {
      await world.provider.request({ method: "evm_revert", params: [from] });
      // Another time makes other blocks, also where the same is in them.
      await world.provider.request({ method: "evm_increaseTime", params: [numberToHex(30)] });
      await mine();
    };

    it("reads a range again that is reorganised meanwhile, and gives the facts of one chain", async () => {
      const { world, fromBlock, use, toBlock } = await used();
      const point = (await world.provider.request({ method: "evm_snapshot" })) as Hex;
      await use();
      let reorganised = false;
      const moving = await through(world, async ({ method }, pass) => {
        const answer = await pass();
        if (method === "eth_getLogs" && !reorganised) {
          reorganised = true;
          await replacing(world, point, use);
        }
        return answer;
      });
      const chunks = await collect(moving, { fromBlock, toBlock: toBlock + 1n });
      const facts = chunks.flatMap((chunk) => chunk.facts);
      expect(facts).to.deep.equal(await readAll(world, fromBlock));
      expect(facts.filter(({ type }) => type === "sessionUsed")).to.have.length(uses + 1);
      expect(chunks.at(-1)?.end).to.deep.equal(await readCursor(world, toBlock + 1n));
    });

    it("gives up on a chain that is never the same twice", async () => {
      const { world, fromBlock, toBlock, use } = await used();
      const moving = await through(world, async ({ method }, pass) => {
        const answer = (await pass()) as { hash?: Hex } | null;
        const hash = numberToHex(BigInt(Math.floor(Math.random() * 1e9)), { size: 32 });
        return method === "eth_getBlockByNumber" && answer ? { ...answer, hash } : answer;
      });
      await use();
      await expectToReject(collect(moving, { fromBlock, toBlock }), ReorganisedError);
    });

    it("throws where blocks of an earlier chunk are gone", async () => {
      const { world, fromBlock, use, toBlock } = await used();
      const point = (await world.provider.request({ method: "evm_snapshot" })) as Hex;
      await use();
      await use();
      const limited = await through(world, async (asked, pass) => {
        if (asked.method === "eth_getLogs" && widthOf(asked) > 1n) throw new Error("range too wide");
        return pass();
      });
      const chunks = readUsage(limited, { fromBlock, toBlock: toBlock + 2n });
      for (;;) {
        const { value } = await chunks.next();
        if ((value as UsageChunk).end.blockNumber === toBlock + 1n) break;
      }
      await replacing(world, point, async () => {
        await use();
        await use();
      });
      const error = await expectToReject(chunks.next(), ReorganisedError);
      expect(error.blockNumber).to.equal(toBlock + 1n);
    });

    it("throws where what was read before is gone, and goes on where it is not", async () => {
      const { world, use, toBlock } = await used();
      const after = await readCursor(world, toBlock);
      await use();
      const rest = { fromBlock: toBlock + 1n, toBlock: toBlock + 1n, after };
      const [chunk] = await collect(world, rest);
      expect(chunk?.facts).to.have.length(1);
      const gone = { ...(after as NonNullable<typeof after>), blockHash: `0x${"11".repeat(32)}` as Hex };
      await expectToReject(collect(world, { ...rest, after: gone }), ReorganisedError);
    });

    it("throws where the chain has no such block", async () => {
      const { world, fromBlock, toBlock } = await used();
      await expectToReject(collect(world, { fromBlock, toBlock: toBlock + 1n }), ReorganisedError);
    });
  });

  describe("of blocks that are not settled", () => {
    it("reads the same facts of each block by its hash", async () => {
      const { world, fromBlock, toBlock } = await used();
      const all = await readAll(world, fromBlock);
      for (const settled of [
        0n,
        fromBlock - 1n,
        fromBlock,
        fromBlock + 2n,
        toBlock - 1n,
        toBlock,
        toBlock + 9n,
      ]) {
        const asked: Request[] = [];
        const watched = await through(world, async (one, pass) => {
          if (one.method === "eth_getLogs") asked.push(one);
          return pass();
        });
        const chunks = await collect(watched, { fromBlock, toBlock, settled });
        expect(chunks.flatMap(({ facts }) => facts)).to.deep.equal(all);
        expect(chunks.at(-1)?.end).to.deep.equal(await readCursor(world, toBlock));
        const byHash = asked.filter(isByHash);
        const unsettled = Math.min(Number(toBlock - settled), uses + 1);
        expect(byHash).to.have.length(Math.max(0, unsettled));
      }
    });

    it("leaves out other accounts there, too", async () => {
      const { world, account, counter, fromBlock, toBlock } = await used();
      const read = async (accounts: readonly Address[]) =>
        (await collect(world, { fromBlock, toBlock, settled: 0n, accounts })).flatMap(({ facts }) => facts);
      expect(await read([counter.address])).to.deep.equal([]);
      expect(await read([account.address])).to.deep.equal(await readAll(world, fromBlock));
    });

    it("throws where a node behind the RPC does not have a block, which says of a range that nothing was done", async () => {
      const { world, fromBlock, toBlock } = await used();
      const late = await through(world, async (asked, pass) => {
        if (asked.method !== "eth_getLogs") return pass();
        if (isByHash(asked)) throw new Error("unknown block");
        return [];
      });
      const [chunk] = await collect(late, { fromBlock, toBlock });
      expect(chunk?.facts).to.deep.equal([]);
      await expectToReject(collect(late, { fromBlock, toBlock, settled: fromBlock - 1n }), Error);
    });
  });

  it("ends before the next chunk where it is told to", async () => {
    const { world, fromBlock, toBlock } = await used();
    const limited = await through(world, async (asked, pass) => {
      if (asked.method === "eth_getLogs" && widthOf(asked) > 1n) throw new Error("range too wide");
      return pass();
    });
    const controller = new AbortController();
    const read: UsageChunk[] = [];
    for await (const chunk of readUsage(limited, { fromBlock, toBlock, signal: controller.signal })) {
      read.push(chunk);
      if (read.length === 2) controller.abort();
    }
    expect(read.map(({ end }) => end.blockNumber)).to.deep.equal([fromBlock, fromBlock + 1n]);
  });

  describe("of blocks with more logs than are worked up at once", () => {
    const log = (blockNumber: bigint): UsageLog => ({ blockNumber }) as UsageLog;
    const logs = (...counts: readonly number[]) =>
      counts.flatMap((count, index) => Array.from({ length: count }, () => log(BigInt(index))));
    const range = { fromBlock: 0n, toBlock: 9n };

    it("takes all where they are few enough", () => {
      const few = logs(1000, 1000);
      expect(fewEnough(few, range)).to.deep.equal({ logs: few, toBlock: 9n });
      expect(fewEnough([], range)).to.deep.equal({ logs: [], toBlock: 9n });
    });

    it("leaves whole blocks for the next time", () => {
      const { logs: taken, toBlock } = fewEnough(logs(1000, 900, 200, 50), range);
      expect([taken.length, toBlock]).to.deep.equal([1900, 1n]);
    });

    it("takes a block whole that has more by itself", () => {
      const { logs: taken, toBlock } = fewEnough(logs(5000, 1), range);
      expect([taken.length, toBlock]).to.deep.equal([5000, 0n]);
    });
  });
});
