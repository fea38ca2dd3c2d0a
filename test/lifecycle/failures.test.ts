import { expect } from "chai";
import { custom, encodeFunctionData, type Transport } from "viem";
import {
  BatchTooLargeError,
  BundlerUnreachableError,
  contractArtifact,
  createSessions,
  type Means,
  type Outcome,
  openKey,
  readStatuses,
  remoteBundler,
  type SessionFile,
  settle,
  submit,
  toSessionAccount,
  type UnsettledOperation,
  useSession,
} from "../../src/index.ts";
import { type Book, buildBook, passphrase, sealing } from "../helpers/book.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";

const increment = encodeFunctionData({
  abi: contractArtifact("targets/Counter").abi,
  functionName: "increment",
});

describe("what can go wrong between an account and its bundler", () => {
  const build = fixture(buildBook);
  let book: Book;

  beforeEach(async () => {
    book = await build();
    book.forget();
  });
  after(() => book.close());

  const states = async () => (await readStatuses(book.sessions, book.files())).map(({ state }) => state);

  it("a nonce that another operation took: refused by EntryPoint, and nothing of it is open", async () => {
    await book.create("one");
    const [file] = book.files() as [SessionFile];
    const signer = toSessionAccount(book.world, book.account, file, openKey(file, passphrase));
    const nonce = await signer.getNonce();
    const submission = {
      signer,
      nonce,
      calls: [{ to: book.counter, data: increment }],
      files: [file],
      purpose: "use",
    } as const;
    await expectAccepted(book.world, await submit(book.sessions, book.means, submission));
    expectRefused(await submit(book.sessions, book.means, submission), {
      layer: "EntryPoint",
      code: "AA25",
      rule: "nonce",
      args: { reason: "AA25 invalid account nonce" },
    });
    expect(book.fileOf(file.permissionId).operations).to.deep.equal([]);
  });

  describe("an operation that may yet be mined", () => {
    const calls = (times: number) =>
      Array.from({ length: times }, () => ({ to: book.counter, data: increment }));
    const use = (means: Means, times = 1) => {
      const [file] = book.files() as [SessionFile];
      return useSession(book.sessions, means, { file, calls: calls(times) }, openKey(file, passphrase));
    };
    /** A use that was signed and sent, whose answer never came, and that the bundler has still. */
    const interrupt = async () => {
      const kept: unknown[] = [];
      const { request } = book.bundler({});
      const keeping = custom({
        async request(asked: { method: string; params?: unknown }) {
          if (asked.method !== "eth_sendUserOperation") return request(asked as never);
          kept.push(asked);
          throw Object.assign(new Error("no answer"), { code: -32000 });
        },
      });
      await use(book.meansBy(keeping)).catch(() => undefined);
      return () => request(kept[0] as never);
    };

    it("is not forgotten for one that was refused after it", async () => {
      await book.create("one");
      const mine = await interrupt();
      const refusing = custom({
        async request(asked: { method: string; params?: unknown }) {
          if (asked.method !== "eth_sendUserOperation") return book.bundler({}).request(asked as never);
          throw Object.assign(new Error("Invalid nonce: another operation has it"), { code: -32602 });
        },
      });
      const refused = await use(book.meansBy(refusing), 2);
      expect(refused.outcome).to.have.nested.property("refusal.rule", "nonce");
      await mine();
      const { outcome, interrupted } = await use(book.means);
      expect(outcome, "the same use took effect already").to.equal(undefined);
      expect(interrupted.map(({ result }) => result)).to.deep.equal(["took effect"]);
      const again = await use(book.means);
      expect(again.outcome?.status, "it is told once").to.equal("accepted");
    });

    it("is waited for where the bundler says that it has it already", async () => {
      await book.create("one");
      const { request } = book.bundler({});
      const having = custom({
        async request(asked: { method: string; params?: unknown }) {
          const answer = await request(asked as never);
          if (asked.method !== "eth_sendUserOperation") return answer;
          throw Object.assign(new Error("Already known"), { code: -32602 });
        },
      });
      const { outcome } = await use(book.meansBy(having));
      await expectAccepted(book.world, outcome as Outcome);
      expect((book.files()[0] as SessionFile).operations).to.deep.equal([]);
    });

    it("is known never to be mined once another has its nonce", async () => {
      await book.create("one");
      await interrupt();
      const [file] = book.files() as [SessionFile];
      const signer = toSessionAccount(book.world, book.account, file, openKey(file, passphrase));
      const nonce = await signer.getNonce();
      const other = { signer, nonce, calls: calls(2), files: [], purpose: "use" } as const;
      await expectAccepted(book.world, await submit(book.sessions, book.means, other));
      const [operation] = file.operations;
      const { result } = await settle(book.sessions, operation as UnsettledOperation);
      expect(result).to.equal("displaced");
    });

    it("is told, and does not stand for other calls than its own", async () => {
      await book.create("one");
      await (await interrupt())();
      const { outcome, interrupted } = await use(book.means, 2);
      expect(interrupted.map(({ result }) => result)).to.deep.equal(["took effect"]);
      expect(outcome?.status).to.equal("accepted");
      expect((book.files()[0] as SessionFile).operations).to.deep.equal([]);
    });

    it("is not forgotten by a batch that has its session already", async () => {
      await book.create("one");
      await (await interrupt())();
      await book.create("one");
      expect((await use(book.means)).outcome).to.equal(undefined);
    });
  });

  it("a bundler that is down: nothing is sent, and the keys are kept for the next time", async () => {
    const isDown: Transport = () =>
      ({
        config: {},
        request: async () => {
          throw new BundlerUnreachableError({ host: "127.0.0.1:1", cause: "ECONNREFUSED" });
        },
      }) as unknown as ReturnType<Transport>;
    const plan = await book.plan({ name: "one", preset: "counter", maxUses: 3 });
    const down = createSessions(book.sessions, book.meansBy(isDown), plan, sealing);
    await expectToReject(down, BundlerUnreachableError);
    expect(await states()).to.deep.equal([]);
    await expectToReject(remoteBundler(book.world, "http://127.0.0.1:1/rpc"), BundlerUnreachableError);
    const { created } = await book.create("one");
    expect(created.map(({ name }) => name)).to.deep.equal(["one"]);
  });

  describe("a batch that is too large for a bundler", () => {
    /** A bundler that estimates no more than so many bytes of call data: a limit of gas in other words. */
    const limitedTo = (bytes: number, code = -32500): Transport => {
      const { request } = book.bundler({});
      return (() => ({
        config: {},
        async request(asked: { method: string; params?: readonly [{ callData?: string }] }) {
          const { callData = "0x" } = asked.params?.[0] ?? {};
          if (asked.method === "eth_estimateUserOperationGas" && callData.length > 2 * bytes) {
            throw Object.assign(new Error("gas limit exceeded"), { code });
          }
          return request(asked as never);
        },
      })) as unknown as Transport;
    };
    const entries = ["one", "two", "three"].map((name) => ({ name, preset: "counter", maxUses: 3 }));

    it("is refused before anything is written or sent, with the number that fits", async () => {
      const plan = await book.plan(...entries);
      const before = await book.account.smartAccount.getNonce();
      const error = await expectToReject(
        createSessions(book.sessions, book.meansBy(limitedTo(3_400)), plan, sealing),
        BatchTooLargeError,
      );
      expect({ asked: error.asked, fitting: error.fitting }).to.deep.equal({ asked: 3, fitting: 2 });
      expect(book.files()).to.deep.equal([]);
      expect(await book.account.smartAccount.getNonce()).to.equal(before);
    });

    it("is told by its number also where the bundler fails at it in words of its own", async () => {
      const plan = await book.plan(...entries);
      const means = book.meansBy(limitedTo(3_400, -32603));
      const error = await expectToReject(
        createSessions(book.sessions, means, plan, sealing),
        BatchTooLargeError,
      );
      expect({ asked: error.asked, fitting: error.fitting }).to.deep.equal({ asked: 3, fitting: 2 });
    });

    it("is sent by several operations where that is wanted", async () => {
      const plan = await book.plan(...entries);
      const means = book.meansBy(limitedTo(3_400));
      const { created, outcomes } = await createSessions(book.sessions, means, plan, {
        ...sealing,
        split: true,
      });
      expect(outcomes.map(({ status }) => status)).to.deep.equal(["accepted", "accepted"]);
      expect(created).to.have.length(3);
      expect(await states()).to.deep.equal(["active", "active", "active"]);
    });
  });
});
