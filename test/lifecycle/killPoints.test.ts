import { readFileSync } from "node:fs";
import { expect } from "chai";
import { encodeFunctionData } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import {
  changeModule,
  contractArtifact,
  createSessions,
  findSessions,
  type Means,
  openKey,
  planModule,
  planRevoke,
  planRotate,
  readStatuses,
  reconcile,
  revokeSessions,
  rotateSession,
  type SessionFile,
  useSession,
} from "../../src/index.ts";
import { type Book, buildBook, passphrase, sealing } from "../helpers/book.ts";
import { fixture } from "../helpers/fixture.ts";
import { type HaltPoint, haltAt } from "../helpers/haltAt.ts";
import { type Command, killPoints, killPointsTable } from "../helpers/killPoints.ts";

const counterAbi = contractArtifact("targets/Counter").abi;
const increment = encodeFunctionData({ abi: counterAbi, functionName: "increment" });
const send = "eth_sendUserOperation";

/** Where each row of the table has the process killed. */
const points: Readonly<Record<(typeof killPoints)[number]["point"], HaltPoint>> = {
  "while its gas is estimated": { method: "eth_estimateUserOperationGas", when: "asked" },
  "keys written, nothing signed": { method: "eth_estimateUserOperationGas", nth: 2, when: "asked" },
  "signed, not sent": { method: send, when: "asked" },
  "sent, no answer": { method: send, when: "answered" },
  "mined, receipt not read": { method: "eth_getUserOperationReceipt", when: "asked" },
};

describe("a process is killed on the way", () => {
  const build = fixture(buildBook);
  let book: Book;

  beforeEach(async () => {
    book = await build();
    book.forget();
  });
  after(() => book.close());

  /** One run of a command: where it is interrupted, it does not come back. */
  const changing = (wanted: "installed" | "uninstalled") => async (means: Means) => {
    const plan = await planModule(book.sessions, book.files(), wanted);
    return plan.calls.length === 0 ? undefined : changeModule(book.sessions, means, plan);
  };
  const commands: Readonly<Record<Command, (means: Means) => Promise<unknown>>> = {
    install: changing("installed"),
    uninstall: changing("uninstalled"),
    async create(means) {
      const plan = await book.plan({ name: "one", preset: "counter", maxUses: 3 });
      return createSessions(book.sessions, means, plan, sealing);
    },
    async use(means) {
      const [found] = await findSessions(book.sessions, book.files(), ["one"]);
      const file = found?.file as SessionFile;
      const calls = [{ to: book.counter, data: increment }];
      return useSession(book.sessions, means, { file, calls }, openKey(file, passphrase));
    },
    async revoke(means) {
      const found = await findSessions(book.sessions, book.files(), ["one"]);
      return revokeSessions(book.sessions, means, await planRevoke(book.sessions, found));
    },
    async rotate(means) {
      const [found] = await findSessions(book.sessions, book.files(), ["one"]);
      const plan = await planRotate(book.sessions, book.files(), found?.file as SessionFile);
      return rotateSession(book.sessions, means, plan, sealing);
    },
  };

  /** What has taken effect: operations that were mined, and what the target counted. */
  const mined = async () => {
    const [operations, count] = await Promise.all([
      book.world.client.getContractEvents({
        address: book.world.contracts.EntryPoint.address,
        abi: entryPoint07Abi,
        eventName: "UserOperationEvent",
        fromBlock: 0n,
      }),
      book.world.client.readContract({
        address: book.counter,
        abi: counterAbi,
        functionName: "counts",
        args: [book.account.address],
      }),
    ]);
    return { operations: operations.length, count };
  };

  /** What `sessions list` finds; and whether the module is there, where that is what the command is about. */
  const list = async (command: Command) => {
    const statuses = await readStatuses(book.sessions, book.files());
    reconcile(statuses);
    const states = statuses.map(({ state, interrupted }) =>
      [state, ...interrupted.map(({ result }) => `(${result})`)].join(" "),
    );
    const isInstalled = await book.account.isInstalled(book.world.contracts.SmartSession.address);
    if (command === "install") return isInstalled ? "module" : "no module";
    return [...(isInstalled ? [] : ["no module"]), ...states].join(", ") || "nothing";
  };

  it("is told in docs/commands.md as it is held here", () => {
    const page = readFileSync(new URL("../../docs/commands.md", import.meta.url), "utf8");
    expect(page).to.include(`<!-- kill points -->\n${killPointsTable()}\n<!-- end of kill points -->`);
  });

  for (const { command, point, found, after } of killPoints) {
    it(`${command}, ${point}: found ${found}; run again, ${after}`, async () => {
      if (command === "install") await changing("uninstalled")(book.means);
      else if (command !== "create") await book.create("one");
      const before = await mined();
      const { transport, halted } = haltAt(book.bundler, points[point]);
      const run = commands[command](book.meansBy(transport));
      await Promise.race([halted, run.then(() => expect.fail("it was not interrupted"))]);

      expect(await list(command)).to.equal(found);
      await commands[command](book.means);
      expect((await list(command)).replace(/ \(took effect\)/, "")).to.equal(after);

      const { operations, count } = await mined();
      expect(operations - before.operations, "one operation of all that were sent").to.equal(1);
      expect(count - before.count).to.equal(command === "use" ? 1n : 0n);
      for (const file of book.files()) {
        expect(openKey(file, passphrase).address, "every key is there").to.equal(file.key);
      }
    });
  }
});
