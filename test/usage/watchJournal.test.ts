import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { Hex } from "viem";
import {
  type Alert,
  alertLine,
  type Eip1193Provider,
  openWatchJournal,
  openWorld,
  parseAlertRules,
  WatchFolderError,
  watchSessions,
} from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshKey } from "../helpers/scene.ts";
import { buildWatchScene, readAlerts, type WatchScene } from "./watchScene.ts";

describe("what sessions watch keeps", function () {
  this.timeout(60_000);
  const build = fixture(buildWatchScene);
  let scene: WatchScene;

  beforeEach(async () => {
    scene = await build();
  });
  after(() => scene.close());

  const unknownUse = [{ rule: "unknownUse" }];
  const idsIn = (folder: string) => readAlerts(folder).map(({ id }) => id);
  const failure = (look: Promise<unknown>) =>
    look.then(
      () => undefined,
      (error: unknown) => error,
    );

  /** An alert, of which nothing but the id matters. */
  const alertWith = (id: Hex) => ({ id, rule: "sessionRemoved" }) as Alert;

  describe("when its state is lost", () => {
    it("reads all anew from where the watch began: nothing is left out, nothing told twice", async () => {
      const rules = [
        ...unknownUse,
        { rule: "unknownSession" },
        { rule: "rate", operations: 1, within: "1h" },
      ];
      const watched = await scene.watch(rules, { depth: 0n });
      const session = await scene.grant();
      await scene.use(session);
      await scene.use(session);
      await watched.look();
      const before = watched.alerts();
      expect(before).to.have.length(4);
      await scene.use(session);
      rmSync(join(watched.folder, "state.json"));
      const news = await watched.news();
      expect(news.map(({ rule }) => rule)).to.deep.equal(["unknownUse"]);
      expect(watched.alerts().slice(0, 4)).to.deep.equal(before);
      expect(new Set(idsIn(watched.folder)).size).to.equal(5);
    });

    it("says what to do where it is damaged, and that is all there is to do", async () => {
      const first = (await scene.world.client.getBlockNumber()) + 1n;
      const watched = await scene.watch(unknownUse, { depth: 0n });
      await scene.use(await scene.grant());
      writeFileSync(join(watched.folder, "state.json"), "{");
      const error = await failure(watched.look());
      expect(error).to.be.instanceOf(WatchFolderError);
      expect(String(error)).to.include(`Move state.json away: all is read anew from block ${first}`);
      rmSync(join(watched.folder, "state.json"));
      expect(await watched.news()).to.have.length(1);
    });

    it("knows the operations that it told also where it has lost where it began", async () => {
      const watched = await scene.watch(unknownUse, { depth: 0n });
      const session = await scene.grant();
      await scene.use(session);
      const fromBlock = await scene.world.client.getBlockNumber();
      await watched.look();
      await scene.use(session);
      for (const file of ["state.json", "begun.json"]) rmSync(join(watched.folder, file));
      expect(await watched.news({ fromBlock })).to.have.length(1);
    });
  });

  describe("when other accounts are watched", () => {
    const other = freshKey().address;

    it("refuses to leave one out, whose operations would be missed", async () => {
      const { account } = scene;
      const watched = await scene.watch(unknownUse, { depth: 0n });
      const error = await failure(watched.look({ accounts: [other] }));
      expect(error).to.be.instanceOf(WatchFolderError);
      expect(String(error)).to.include(account.address).and.include("--state DIR");
      await scene.use(await scene.grant());
      expect(await watched.news()).to.have.length(1);
    });

    it("takes more of them, from what is settled on, and knows the sessions that they have", async () => {
      const { account } = scene;
      const { timestamp } = await scene.world.client.getBlock();
      const session = await scene.grant({ validUntil: timestamp + 1800n });
      const rules = [...unknownUse, { rule: "expiring", within: "1h" }];
      const watched = await scene.watch(rules, { depth: 0n, accounts: [other] });
      const filesOf = () => [{ permissionId: session.permissionId, name: "pay" }];
      expect(await watched.news({ accounts: [other, account.address], filesOf })).to.deep.equal([]);
      await scene.mine();
      const news = await watched.news({ accounts: [account.address, other], filesOf });
      expect(news.map(({ rule }) => rule)).to.deep.equal(["expiring"]);
    });

    it("refuses some where all were watched", async () => {
      const watched = await scene.watch(unknownUse, { accounts: undefined });
      expect(String(await failure(watched.look({ accounts: [other] })))).to.include(
        "every account of the chain",
      );
    });
  });

  describe("its alerts", () => {
    it("are completed by the end of a line where that alone is missing", async () => {
      const watched = await scene.watch(unknownUse, { depth: 0n });
      await scene.use(await scene.grant());
      await watched.look();
      const file = join(watched.folder, "alerts.jsonl");
      const text = readFileSync(file, "utf8");
      writeFileSync(file, text.trimEnd());
      await scene.mine();
      expect(await watched.look()).to.deep.equal({ raised: 0 });
      expect(readFileSync(file, "utf8")).to.equal(text);
    });

    it("are not written down where they could not be printed, and are raised then", async () => {
      const watched = await scene.watch(unknownUse, { depth: 0n });
      const session = await scene.grant();
      await scene.use(session);
      await scene.use(session);
      let printed = 0;
      const onAlert = async () => {
        if (++printed === 2) throw new Error("full");
      };
      expect(String(await failure(watched.look({ onAlert })))).to.include("full");
      expect(watched.alerts()).to.deep.equal([]);
      expect(await watched.look()).to.deep.equal({ raised: 2 });
    });

    it("are read anew before others are written: another process may have written some", () => {
      const folder = scene.newFolder();
      const journal = openWatchJournal(folder);
      expect(journal.append([alertWith("0x01")])).to.equal(1);
      appendFileSync(journal.alertsFile, `${alertLine(alertWith("0x02"))}\n`);
      expect(journal.append([alertWith("0x02"), alertWith("0x03")])).to.equal(1);
      expect(idsIn(folder)).to.deep.equal(["0x01", "0x02", "0x03"]);
      writeFileSync(journal.alertsFile, "");
      expect(journal.append([alertWith("0x03"), alertWith("0x04")]), "cut meanwhile").to.equal(1);
      expect(idsIn(folder)).to.deep.equal(["0x04"]);
    });

    it("are written by none that has lost the folder's lock, and neither is its state", async () => {
      const watched = await scene.watch(unknownUse, { depth: 0n });
      await scene.use(await scene.grant());
      const state = readFileSync(join(watched.folder, "state.json"), "utf8");
      let asked = 0;
      const demandLock = () => {
        asked++;
        throw new WatchFolderError({ folder: watched.folder, problem: "is another's", remedy: "End." });
      };
      const rules = parseAlertRules({ rules: unknownUse });
      const journal = openWatchJournal(watched.folder, demandLock);
      const accounts = [scene.account.address];
      const error = await failure(watchSessions(scene.world, { rules, journal, accounts, once: true }));
      expect(String(error)).to.include("is another's");
      expect(asked).to.equal(1);
      expect(() => journal.append([alertWith("0x01")])).to.throw(WatchFolderError);
      expect(watched.alerts()).to.deep.equal([]);
      expect(readFileSync(join(watched.folder, "state.json"), "utf8")).to.equal(state);
    });
  });

  it("tells anew of an enabled session that is enabled with other policies after a reorganisation", async () => {
    const { harness, account, world, recorder } = scene;
    const watched = await scene.watch([{ rule: "policyChanged" }], { depth: 0n });
    const session = await scene.grant();
    const snapshot = await scene.snapshot();
    const enableAnew = (maxOperations: bigint | undefined) => {
      const limits = maxOperations === undefined ? {} : { maxOperations };
      const other = scene.compile({ target: recorder.address, function: "record(uint256)", ...limits });
      const { salt, sessionValidator, sessionValidatorInitData } = session.session;
      const same = { salt, sessionValidator, sessionValidatorInitData };
      return harness.execute(account, [world.release.encodeEnable([{ ...other.session, ...same }])]);
    };
    await enableAnew(undefined);
    expect(await watched.news()).to.have.length(1);
    expect(await scene.revert(snapshot)).to.equal(true);
    const again = await scene.snapshot();
    await scene.mine();
    await enableAnew(undefined);
    expect(await watched.news(), "the same").to.deep.equal([]);
    expect(await scene.revert(again)).to.equal(true);
    await enableAnew(9n);
    expect(await watched.news(), "with others").to.have.length(1);
  });

  describe("when it is told to end", () => {
    /** Watches a chain that answers nothing any more once it is told so, and is told to end then. */
    async function endOf(isHanging: (method: string) => boolean) {
      const controller = new AbortController();
      let asked = false;
      const request: Eip1193Provider["request"] = (args: { method: string }) => {
        if (!asked || !isHanging(args.method)) return scene.world.provider.request(args as never);
        controller.abort();
        return new Promise(() => {});
      };
      const world = await openWorld({ request });
      const folder = scene.newFolder();
      const result = await watchSessions(world, {
        rules: parseAlertRules({ rules: unknownUse }),
        journal: openWatchJournal(folder),
        accounts: [scene.account.address],
        signal: controller.signal,
        nextBlock: async () => {
          asked = true;
          await scene.use(await scene.grant());
        },
      });
      return { result, folder };
    }

    for (const method of ["eth_getBlockByNumber", "eth_getLogs"]) {
      it(`does not wait for an answer that does not come (${method})`, async () => {
        const { result, folder } = await endOf((one) => one === method);
        expect(result).to.deep.equal({ raised: 0 });
        expect(readAlerts(folder)).to.deep.equal([]);
        const journal = openWatchJournal(folder);
        const rules = parseAlertRules({ rules: unknownUse });
        const accounts = [scene.account.address];
        expect(await watchSessions(scene.world, { rules, journal, accounts, once: true })).to.deep.equal({
          raised: 1,
        });
      });
    }
  });
});
