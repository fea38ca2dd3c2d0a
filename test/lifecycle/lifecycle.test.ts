import { statSync } from "node:fs";
import { expect } from "chai";
import { encodeFunctionData } from "viem";
import {
  type Call,
  changeModule,
  contractArtifact,
  createSessions,
  execute,
  findSessions,
  InvalidInputError,
  openKey,
  planModule,
  planRevoke,
  planRotate,
  RotationError,
  readStatuses,
  revokeSessions,
  rotateSession,
  type SessionFile,
  SessionNotFoundError,
  SmartSessionNotInstalledError,
  setBalance,
  setChainTime,
  UnderfundedError,
  useSession,
} from "../../src/index.ts";
import { type Book, buildBook, passphrase, sealing } from "../helpers/book.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";

const counterAbi = contractArtifact("targets/Counter").abi;
const increment = encodeFunctionData({ abi: counterAbi, functionName: "increment" });

describe("a session's life, by chain and file", () => {
  const build = fixture(buildBook);
  let book: Book;

  beforeEach(async () => {
    book = await build();
    book.forget();
  });
  after(() => book.close());

  const statesOf = async (files: readonly SessionFile[] = book.files()) =>
    Object.fromEntries(
      (await readStatuses(book.sessions, files)).map(({ file, state }) => [file?.name ?? "?", state]),
    );
  const counted = () =>
    book.world.client.readContract({
      address: book.counter,
      abi: counterAbi,
      functionName: "counts",
      args: [book.account.address],
    });
  const use = (file: SessionFile, times = 1, force = false) =>
    useSession(
      book.sessions,
      book.means,
      { file, calls: Array.from({ length: times }, () => ({ to: book.counter, data: increment })), force },
      openKey(file, passphrase),
    );
  const named = (name: string) => book.files().find((one) => one.name === name) as SessionFile;

  /** One operation of the owner that no command makes; its gas is rough. */
  const byOwner = async (calls: readonly Call[], gas: { callGasLimit?: bigint } = {}) => {
    const outcome = await execute({
      world: book.world,
      account: book.account,
      ...book.means,
      signer: book.account.smartAccount,
      calls,
      gas: { callGasLimit: 2_000_000n, verificationGasLimit: 500_000n, preVerificationGas: 100_000n, ...gas },
    });
    await expectAccepted(book.world, outcome);
  };

  describe("createSessions", () => {
    it("enables a batch in one operation, and keeps the key of each in a file of its own", async () => {
      const { created, outcomes, left } = await book.create("one", "two");
      expect(outcomes).to.have.length(1);
      await expectAccepted(book.world, outcomes[0] as never);
      expect(left).to.deep.equal([]);
      expect(created.map(({ name }) => name)).to.deep.equal(["one", "two"]);
      expect(await statesOf()).to.deep.equal({ one: "active", two: "active" });
      for (const file of book.files()) {
        expect(openKey(file, passphrase).address).to.equal(file.key);
        expect(statSync(file.file).mode & 0o777).to.equal(0o600);
        expect(file.operations).to.deep.equal([]);
      }
    });

    it("creates nothing that is there", async () => {
      await book.create("one");
      const before = book.files();
      const { created, present, outcomes } = await book.create("one");
      expect(created).to.deep.equal([]);
      expect(outcomes).to.deep.equal([]);
      expect(present.map(({ name }) => name)).to.deep.equal(["one"]);
      expect(book.files()).to.deep.equal(before);
    });

    it("holds arguments to the account and to where targets stand, and takes neither for another", async () => {
      const [token, other] = ["0x4444444444444444444444444444444444444444", book.counter] as const;
      const entry = { name: "swap", preset: "exchange", target: book.counter, duration: "1h" };
      const planned = await book.planWith({ token }, entry);
      await createSessions(book.sessions, book.means, planned, sealing);
      const rules = named("swap").enforcement.filter(({ field }) => field.startsWith("argumentRules"));
      expect(rules.map(({ value }) => value)).to.deep.equal([
        `recipient == ${book.account.address}`,
        `tokenOut == ${token}`,
      ]);
      const { present, drafts } = await book.planWith({ token }, entry);
      expect([present.map(({ name }) => name), drafts]).to.deep.equal([["swap"], []]);
      await expectInputError(
        () => book.planWith({ token: other }, entry),
        "sessions[0].name",
        "swap",
        /another permission/,
      );
      await expectInputError(
        () => book.plan(entry),
        "sessions[0].argumentRules[1].value",
        "token",
        /^stands for a deployed target/,
      );
    });

    it("adds to a batch what is new in it", async () => {
      await book.create("one");
      const { created, present } = await book.create("one", "two");
      expect(created.map(({ name }) => name)).to.deep.equal(["two"]);
      expect(present.map(({ name }) => name)).to.deep.equal(["one"]);
    });

    it("refuses a name that a session with another permission has, and writes nothing", async () => {
      await book.create("one");
      const before = book.files();
      const error = await expectToReject(
        book.plan({ name: "one", preset: "counter", maxUses: 4 }),
        InvalidInputError,
      );
      expect(error.problems.map(({ field }) => field)).to.deep.equal(["sessions[0].name"]);
      expect(book.files()).to.deep.equal(before);
    });

    it("refuses the name of a session that was revoked", async () => {
      await book.create("one");
      await revokeSessions(
        book.sessions,
        book.means,
        await planRevoke(book.sessions, await findSessions(book.sessions, book.files(), ["one"])),
      );
      const error = await expectToReject(book.create("one"), InvalidInputError);
      expect(error.problems[0].problem).to.match(/revoked/);
    });

    it("refuses an account that lacks SmartSession", async () => {
      await byOwner((await planModule(book.sessions, [], "uninstalled")).calls);
      await expectToReject(book.create("one"), SmartSessionNotInstalledError);
    });

    it("says what an account lacks that cannot pay, and keeps the keys for the next time", async () => {
      const planned = await book.plan({ name: "one", preset: "counter", maxUses: 3 });
      await setBalance(book.world, book.account.address, 1n);
      const poor = createSessions(book.sessions, book.means, planned, sealing);
      const { account, available, required } = await expectToReject(poor, UnderfundedError);
      expect(account).to.equal(book.account.address);
      expect((required ?? 0n) > available).to.equal(true);
      expect(await statesOf()).to.deep.equal({ one: "not enabled" });
      const [kept] = book.files();
      await setBalance(book.world, book.account.address, 10n ** 19n);
      const { created } = await book.create("one");
      expect(created.map(({ permissionId }) => permissionId)).to.deep.equal([kept?.permissionId]);
      expect(await statesOf()).to.deep.equal({ one: "active" });
    });
  });

  describe("readStatuses", () => {
    it("tells a session that is used up, and how much of each limit is left", async () => {
      await book.create("one");
      await use(named("one"), 2);
      const [before] = await readStatuses(book.sessions, book.files());
      expect(before?.limits.find(({ field }) => field === "maxUses")).to.include({
        limit: 3n,
        used: 2n,
        left: 1n,
      });
      await use(named("one"));
      expect(await statesOf()).to.deep.equal({ one: "used up" });
    });

    it("tells a session that has expired by the chain's clock", async () => {
      await book.create("one");
      const [status] = await readStatuses(book.sessions, book.files());
      await setChainTime(book.world, status?.validUntil as bigint);
      expect(await statesOf(), "in its last second").to.deep.equal({ one: "active" });
      await setChainTime(book.world, (status?.validUntil as bigint) + 1n);
      expect(await statesOf()).to.deep.equal({ one: "expired" });
    });

    it("tells a session that is not yet valid", async () => {
      const { timestamp } = await book.world.client.getBlock();
      const planned = await book.plan({
        name: "late",
        preset: "counter",
        validAfter: Number(timestamp) + 1000,
      });
      await createSessions(book.sessions, book.means, planned, sealing);
      expect(await statesOf()).to.deep.equal({ late: "not yet valid" });
    });

    it("shows a session of which this machine has no file", async () => {
      await book.create("one", "two");
      const [first, second] = book.files();
      const others = await readStatuses(book.sessions, [first as SessionFile]);
      expect(others.map(({ file, state }) => [file?.name, state])).to.deep.equal([
        [first?.name, "active"],
        [undefined, "active"],
      ]);
      expect(others[1]?.permissionId).to.equal(second?.permissionId);
    });

    it("tells sessions that were removed otherwise from those that were revoked", async () => {
      await book.create("one", "two");
      const [one] = await findSessions(book.sessions, book.files(), ["one"]);
      await revokeSessions(book.sessions, book.means, await planRevoke(book.sessions, [one as never]));
      const [removal] = book.world.release.encodeRevoke(named("two").permissionId);
      await byOwner([removal as Call]);
      expect(await statesOf()).to.deep.equal({ one: "revoked", two: "removed" });
    });

    it("tells sessions that are of no use while the account lacks the module", async () => {
      await book.create("one");
      const { calls } = await planModule(book.sessions, [], "uninstalled");
      await byOwner(calls.slice(-1), { callGasLimit: 150_000n });
      expect(await statesOf()).to.deep.equal({ one: "module not installed" });
    });
  });

  describe("changeModule", () => {
    const change = async (wanted: "installed" | "uninstalled") =>
      changeModule(book.sessions, book.means, await planModule(book.sessions, book.files(), wanted));
    const isInstalled = () => book.account.isInstalled(book.world.contracts.SmartSession.address);

    it("revokes every live session before it uninstalls, so that none comes alive again with the module", async () => {
      await book.create("one", "two");
      await expectAccepted(book.world, await change("uninstalled"));
      expect(await isInstalled()).to.equal(false);
      expect(await statesOf()).to.deep.equal({ one: "revoked", two: "revoked" });
      await expectAccepted(book.world, await change("installed"));
      expect(await statesOf()).to.deep.equal({ one: "revoked", two: "revoked" });
    });

    it("has nothing to do where the account is as it is wanted", async () => {
      expect((await planModule(book.sessions, [], "installed")).calls).to.deep.equal([]);
      await change("uninstalled");
      expect((await planModule(book.sessions, [], "uninstalled")).calls).to.deep.equal([]);
    });
  });

  describe("useSession", () => {
    it("predicts, sends, and tells what became of it", async () => {
      await book.create("one");
      const { prediction, outcome } = await use(named("one"));
      expect(prediction?.status).to.equal("accepted");
      await expectAccepted(book.world, outcome as never);
      expect(await counted()).to.equal(1n);
      expect(named("one").operations).to.deep.equal([]);
    });

    it("does not send what would be refused", async () => {
      await book.create("one");
      const { prediction, outcome } = await use(named("one"), 4);
      expect(prediction).to.have.nested.property("refusal.rule", "maxUses");
      expect(outcome).to.equal(undefined);
      expect(await counted()).to.equal(0n);
    });

    it("sends it all the same where that is wanted, and the refusal is the one that was predicted", async () => {
      await book.create("one");
      const { outcome } = await use(named("one"), 4, true);
      expect(outcome).to.have.nested.property("refusal.rule", "maxUses");
      expect(await counted()).to.equal(0n);
      expect(named("one").operations, "nothing of it is open").to.deep.equal([]);
    });
  });

  describe("revokeSessions", () => {
    it("ends sessions for good, and says so of those that had ended", async () => {
      await book.create("one", "two");
      const found = await findSessions(book.sessions, book.files(), ["one", "two"]);
      const first = await revokeSessions(
        book.sessions,
        book.means,
        await planRevoke(book.sessions, found.slice(0, 1)),
      );
      expect(first.revoked.map(({ name }) => name)).to.deep.equal(["one"]);
      const second = await revokeSessions(book.sessions, book.means, await planRevoke(book.sessions, found));
      expect(second.revoked.map(({ name }) => name)).to.deep.equal(["two"]);
      expect(second.already.map(({ name }) => name)).to.deep.equal(["one"]);
      expect(await statesOf()).to.deep.equal({ one: "revoked", two: "revoked" });
      const { prediction } = await use(named("one"));
      expect(prediction).to.have.nested.property("refusal.rule", "sessionEnabled");
    });

    it("revokes by permission id a session of which there is no file", async () => {
      await book.create("one");
      const { permissionId } = named("one");
      const found = await findSessions(book.sessions, [], [permissionId]);
      await revokeSessions(book.sessions, book.means, await planRevoke(book.sessions, found));
      expect(await statesOf()).to.deep.equal({ one: "revoked" });
    });

    it("does not know a name that no file has", async () => {
      await book.create("one");
      const error = await expectToReject(
        findSessions(book.sessions, book.files(), ["three"]),
        SessionNotFoundError,
      );
      expect(error.asked).to.equal("three");
      expect(error.message).to.match(/one/);
    });
  });

  describe("rotateSession", () => {
    const rotate = async (name: string) => {
      const [found] = await findSessions(book.sessions, book.files(), [name]);
      const plan = await planRotate(book.sessions, book.files(), found?.file as SessionFile);
      return rotateSession(book.sessions, book.means, plan, sealing);
    };

    it("puts a new key in the old one's place, with the same permission, in one operation", async () => {
      await book.create("one");
      const old = named("one");
      await use(old);
      const { successor, outcome } = await rotate("one");
      await expectAccepted(book.world, outcome as never);
      expect(successor.key).to.not.equal(old.key);
      expect(successor.session.actions).to.deep.equal(old.session.actions);
      expect(successor.session.userOpPolicies).to.deep.equal(old.session.userOpPolicies);

      const [found] = await findSessions(book.sessions, book.files(), ["one"]);
      expect(found?.permissionId, "the name is the new session's").to.equal(successor.permissionId);
      const refused = await use(old);
      expect(refused.prediction).to.have.nested.property("refusal.rule", "sessionEnabled");
      const { outcome: used } = await use(book.fileOf(successor.permissionId), 3);
      await expectAccepted(book.world, used as never);
      expect(await counted(), "its counters began anew").to.equal(4n);
    });

    it("refuses a session that is not enabled", async () => {
      await book.create("one");
      const found = await findSessions(book.sessions, book.files(), ["one"]);
      await revokeSessions(book.sessions, book.means, await planRevoke(book.sessions, found));
      const error = await expectToReject(rotate("one"), RotationError);
      expect(error.message).to.match(/revoked/);
      expect(book.files()).to.have.length(1);
    });
  });
});
