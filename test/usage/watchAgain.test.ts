import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Hex, numberToHex } from "viem";
import {
  type Alert,
  alertLine,
  ChainUnreachableError,
  openWatchJournal,
  openWorld,
  parseAlertRules,
  unlockedAccount,
  type WatchEvent,
  WatchFolderError,
  type WatchJournal,
  type WatchParameters,
  watchSessions,
} from "../../src/index.ts";
import { decrement } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshChain } from "../helpers/freshChain.ts";
import { buildWatchScene, readAlerts, type WatchScene } from "./watchScene.ts";

/** Every rule, each at a bound that the story below passes. */
const everyRule = [
  { rule: "unknownSession" },
  { rule: "unknownUse" },
  { rule: "spending", shares: [0.3, 0.9] },
  { rule: "rate", operations: 2, within: "1h" },
  { rule: "failures", streak: 2 },
  { rule: "expiring", within: "1h" },
  { rule: "sessionRemoved" },
  { rule: "moduleUninstalled" },
];

describe("sessions watch, started again", function () {
  this.timeout(120_000);
  const build = fixture(buildWatchScene);
  let scene: WatchScene;

  beforeEach(async () => {
    scene = await build();
  });
  after(() => scene.close());

  /** What happens, step by step; each step is read by a look of its own. */
  const story = (): readonly (() => Promise<unknown>)[] => {
    const { grant, use, enable, harness, account, key, counter, passTo, world } = scene;
    let paying: Awaited<ReturnType<typeof grant>>;
    let failing: Awaited<ReturnType<typeof enable>>;
    const fail = () => harness.use({ account, session: failing, key, calls: [counter.call(decrement)] });
    return [
      async () => {
        const { timestamp } = await world.client.getBlock();
        paying = await grant({ maxTotalValue: 10n, validUntil: timestamp + 7200n });
        failing = await enable({ function: "decrement()" });
      },
      async () => {
        await use(paying, 1n);
        await use(paying, 2n);
      },
      async () => {
        await fail();
        await fail();
        await use(paying, 7n);
      },
      async () => {
        const { timestamp } = await world.client.getBlock();
        await passTo(timestamp + 4000n);
      },
      () => harness.enable(account, [paying]),
      () => use(paying, 4n),
      () => harness.revoke(account, paying),
      () => harness.uninstall(account),
    ];
  };

  describe("when it is killed", () => {
    class Killed extends Error {}
    const kill = () => {
      throw new Killed();
    };

    /** Where a watch is killed, at the n-th time that it comes there. */
    const points: Readonly<Record<string, (nth: number) => Partial<WatchParameters> & JournalChange>> = {
      "before an alert is printed": (nth) => ({ onAlert: onThe(nth, kill) }),
      "before alerts are written down": (nth) => ({
        journalOf: (journal) => ({
          ...journal,
          append: (alerts) => (alerts.length > 0 && isThe(nth) ? kill() : journal.append(alerts)),
        }),
      }),
      "in the middle of a line": (nth) => ({
        journalOf: (journal) => ({
          ...journal,
          append(alerts) {
            if (alerts.length === 0 || !isThe(nth)) return journal.append(alerts);
            const text = alerts.map((alert) => `${alertLine(alert)}\n`).join("");
            appendFileSync(journal.alertsFile, text.slice(0, Math.ceil(text.length * 0.7)));
            return kill();
          },
        }),
      }),
      "after alerts were written down": (nth) => ({
        journalOf: (journal) => ({
          ...journal,
          append(alerts) {
            const appended = journal.append(alerts);
            if (alerts.length > 0 && isThe(nth)) kill();
            return appended;
          },
        }),
      }),
      "before its state is written": (nth) => ({
        journalOf: (journal) => ({
          ...journal,
          save: (state) => (isThe(nth) ? kill() : journal.save(state)),
        }),
      }),
      "after its state was written": (nth) => ({
        journalOf: (journal) => ({
          ...journal,
          save(state) {
            journal.save(state);
            if (isThe(nth)) kill();
          },
        }),
      }),
    };
    interface JournalChange {
      readonly journalOf?: (journal: WatchJournal) => WatchJournal;
    }
    let count = 0;
    const isThe = (nth: number) => ++count === nth;
    const onThe = (nth: number, act: () => void) => () => {
      if (isThe(nth)) act();
    };

    it("has told all at the end, each once, as one that never was", async () => {
      const depth = 1n;
      const whole = await scene.watch(everyRule, { depth });
      const kills = Object.entries(points).flatMap(([point, change]) =>
        [1, 4].map((nth) => ({ point, nth, change })),
      );
      const killed = await Promise.all(
        kills.map(async (one) => ({
          ...one,
          watched: await scene.watch(everyRule, { depth }),
          died: 0,
          printed: new Set<Hex>(),
        })),
      );
      const counts = killed.map(() => 0);
      for (const step of story()) {
        await step();
        for (const [index, one] of killed.entries()) {
          count = counts[index] ?? 0;
          const { onAlert, ...change } = one.change(one.nth);
          const print = (alert: Alert) => {
            onAlert?.(alert);
            one.printed.add(alert.id);
          };
          await one.watched.look({ ...change, onAlert: print }).catch((error: unknown) => {
            if (!(error instanceof Killed)) throw error;
            one.died++;
          });
          counts[index] = count;
        }
      }
      await whole.look();
      const expected = whole.alerts();
      expect(new Set(expected.map(({ rule }) => rule))).to.deep.equal(
        new Set(everyRule.map(({ rule }) => rule)),
      );
      for (const { point, nth, watched, died, printed } of killed) {
        const when = `${point}, time ${nth}`;
        expect(died, when).to.equal(1);
        await watched.look({ onAlert: ({ id }) => void printed.add(id) });
        expect(watched.alerts(), when).to.deep.equal(expected);
        expect([...printed], `printed, ${when}`).to.have.members(expected.map(({ id }) => id));
      }
    });

    it("cuts off a line that was not written to its end, and raises its alert again", async () => {
      const watched = await scene.watch([{ rule: "unknownSession" }]);
      await scene.grant();
      await watched.look();
      const file = join(watched.folder, "alerts.jsonl");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.slice(0, -2));
      expect(await watched.look()).to.deep.equal({ raised: 1 });
      expect(readFileSync(file, "utf8")).to.equal(text);
    });
  });

  describe("when the chain is reorganised", () => {
    /** Mines operations again that a transaction had, in another block and by another transaction. */
    const mineAgain = async (data: Hex) => {
      const { world } = scene;
      const from = await unlockedAccount(world);
      const to = world.contracts.EntryPoint.address;
      await world.provider.request({
        method: "eth_sendTransaction",
        params: [{ from, to, data, gas: numberToHex(10_000_000n) }],
      });
    };
    const lastInput = async () => {
      const { transactions } = await scene.world.client.getBlock({ includeTransactions: true });
      return transactions.at(-1)?.input as Hex;
    };

    for (const [what, depth] of [
      ["what is not settled", 100n],
      ["what was taken for settled", 0n],
    ] as const) {
      it(`raises once what is in another block now: ${what}`, async () => {
        const watched = await scene.watch(everyRule, { depth });
        const session = await scene.grant({ maxOperations: 2n });
        const snapshot = await scene.snapshot();
        await scene.use(session);
        const input = await lastInput();
        const before = await watched.news();
        expect(before.map(({ rule }) => rule)).to.deep.equal(["unknownSession", "unknownUse", "spending"]);
        await scene.revert(snapshot);
        for (let block = 0; block < 3; block++) await scene.mine();
        await mineAgain(input);
        expect(await watched.news()).to.deep.equal([]);
        await scene.use(session);
        expect((await watched.news()).map(({ rule }) => rule)).to.deep.equal(["unknownUse", "spending"]);
      });

      it(`counts no more what vanished: ${what}`, async () => {
        const { harness, account, key, counter, enable } = scene;
        const session = await enable({ function: "decrement()" });
        const fail = () => harness.use({ account, session, key, calls: [counter.call(decrement)] });
        const watched = await scene.watch([{ rule: "failures", streak: 3 }], { depth });
        await fail();
        await watched.look();
        const snapshot = await scene.snapshot();
        await fail();
        await watched.look();
        await scene.revert(snapshot);
        expect(await watched.news(), "the chain is shorter").to.deep.equal([]);
        await fail();
        expect(await watched.news(), "the second").to.deep.equal([]);
        await fail();
        expect(await watched.news(), "the third").to.have.length(1);
      });
    }

    it("goes on where the chain was put back to before it began", async () => {
      const snapshot = await scene.snapshot();
      for (let block = 0; block < 5; block++) await scene.mine();
      const watched = await scene.watch([{ rule: "unknownSession" }], { depth: 0n });
      await scene.revert(snapshot);
      await watched.look();
      await scene.grant();
      expect(await watched.news()).to.have.length(1);
    });

    it("follows it while it runs, and says from where it reads again", async () => {
      const events: WatchEvent[] = [];
      const controller = new AbortController();
      const folder = scene.newFolder();
      const session = await scene.grant();
      const snapshot = await scene.snapshot();
      const steps: (() => Promise<unknown>)[] = [
        () => scene.use(session),
        () => scene.revert(snapshot),
        () => scene.use(session, 1n),
        async () => controller.abort(),
      ];
      await watchSessions(scene.world, {
        rules: parseAlertRules({ rules: [{ rule: "unknownUse" }] }),
        journal: openWatchJournal(folder),
        accounts: [scene.account.address],
        signal: controller.signal,
        nextBlock: async () => {
          await steps.shift()?.();
        },
        onEvent: (event) => events.push(event),
      });
      expect(readAlerts(folder).map(({ details }) => details.calls)).to.have.length(2);
      expect(events.map(({ type }) => type)).to.deep.equal(["begun", "reorganised"]);
    });
  });

  describe("when the chain does not answer", () => {
    it("says so once, asks until it does, and misses nothing", async () => {
      const events: string[] = [];
      const folder = scene.newFolder();
      const session = await scene.grant();
      const controller = new AbortController();
      let refusals = 0;
      const world = await openWorld({
        async request(args) {
          if (refusals > 0 && --refusals > 0) throw new ChainUnreachableError({ cause: "down" });
          return scene.world.provider.request(args);
        },
      });
      await watchSessions(world, {
        rules: parseAlertRules({ rules: [{ rule: "unknownUse" }] }),
        journal: openWatchJournal(folder),
        accounts: [scene.account.address],
        signal: controller.signal,
        onEvent: ({ type }) => events.push(type),
        onAlert: () => controller.abort(),
        nextBlock: async () => {
          if (events.includes("reachable")) return;
          refusals = 4;
          await scene.use(session);
        },
      });
      expect(events).to.deep.equal(["begun", "unreachable", "reachable"]);
      expect(readAlerts(folder)).to.have.length(1);
    });

    it("throws what it answers where it is read once", async () => {
      const watched = await scene.watch([{ rule: "unknownUse" }]);
      const world = { ...scene.world };
      const down = await openWorld(scene.world.provider);
      Object.assign(world, {
        client: {
          ...down.client,
          getBlock: () => Promise.reject(new ChainUnreachableError({ cause: "down" })),
        },
      });
      const journal = openWatchJournal(watched.folder);
      const rules = parseAlertRules({ rules: [{ rule: "unknownUse" }] });
      const error = await watchSessions(world, { rules, journal, once: true }).catch((one: unknown) => one);
      expect(error).to.be.instanceOf(ChainUnreachableError);
    });
  });

  it("waits for blocks by itself, and ends where it is told to", async () => {
    const controller = new AbortController();
    const folder = scene.newFolder();
    const session = await scene.grant();
    const used = { done: false };
    const { raised } = await watchSessions(scene.world, {
      rules: parseAlertRules({ rules: [{ rule: "unknownUse" }] }),
      journal: openWatchJournal(folder),
      accounts: [scene.account.address],
      signal: controller.signal,
      onEvent: ({ type }) => {
        if (type === "begun") void scene.use(session).then(() => (used.done = true));
      },
      onAlert: () => controller.abort(),
    });
    expect(raised).to.equal(1);
    expect(readAlerts(folder)).to.have.length(1);
  });

  it("is refused a first block that is beyond the next one", async () => {
    const next = (await scene.world.client.getBlockNumber()) + 1n;
    const rules = parseAlertRules({ rules: [{ rule: "unknownUse" }] });
    const begin = (fromBlock: bigint) => {
      const journal = openWatchJournal(scene.newFolder());
      return watchSessions(scene.world, { rules, journal, fromBlock, once: true });
    };
    expect(await begin(next)).to.deep.equal({ raised: 0 });
    await expectInputError(
      () => begin(next + 1n),
      "fromBlock",
      next + 1n,
      /is beyond the chain's next block/,
    );
  });

  describe("by rules that were changed", () => {
    it("goes on by those that were not, and begins anew by those that were", async () => {
      const { harness, account, key, counter, enable } = scene;
      const session = await enable({ function: "decrement()" });
      const fail = () => harness.use({ account, session, key, calls: [counter.call(decrement)] });
      const watched = await scene.watch([{ rule: "failures", streak: 3 }], { depth: 0n });
      await fail();
      await fail();
      await watched.look();
      const same = { rule: "failures", streak: 3, severity: "critical" };
      const other = { rule: "failures", name: "two", streak: 2 };
      await fail();
      const alerts = await watched.news({ rules: parseAlertRules({ rules: [same, other] }) } as never);
      expect(alerts.map(({ name, severity }) => [name, severity])).to.deep.equal([["failures", "critical"]]);
    });
  });

  describe("its folder", () => {
    const broken: readonly [string, string, string, RegExp][] = [
      ["a line that is no alert", "alerts.jsonl", "no alert\n", /line 1 in alerts.jsonl/],
      ["a state that is none", "state.json", "{}", /state.json that is not as it was written/],
    ];
    for (const [what, file, text, problem] of broken) {
      it(`is refused with ${what}`, () => {
        const folder = scene.newFolder();
        writeFileSync(join(folder, file), text);
        expect(() => openWatchJournal(folder)).to.throw(WatchFolderError, problem);
      });
    }

    it("is refused where it is a file", () => {
      const file = join(scene.newFolder(), "occupied");
      writeFileSync(file, "");
      expect(() => openWatchJournal(join(file, "state"))).to.throw(WatchFolderError, /cannot be written/);
    });

    it("is refused for another chain", async () => {
      const watched = await scene.watch([{ rule: "unknownUse" }]);
      const other = await openWorld(await freshChain());
      const rules = parseAlertRules({ rules: [{ rule: "unknownUse" }] });
      const journal = openWatchJournal(watched.folder);
      const error = await watchSessions(other, { rules, journal, once: true }).catch((one: unknown) => one);
      expect(error).to.be.instanceOf(WatchFolderError);
      expect((error as WatchFolderError).message).to.match(/of another chain/);
    });
  });
});
