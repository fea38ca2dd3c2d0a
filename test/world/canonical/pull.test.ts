import { execFile } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import {
  CodeNotReadError,
  CodeRefusedError,
  CodeStoreError,
  type HttpProviderOptions,
  httpProvider,
  type PullCodeParameters,
  pullCode,
  pullReport,
  WrongChainError,
} from "../../../src/index.ts";
import { addToCodeStore, codeStoreFile, readCodeStore } from "../../../src/world/canonical/codeStore.ts";
import { expectToReject } from "../../helpers/expectToReject.ts";
import { flipped, manifest, pieceOf, pieces } from "./pieces.ts";
import { chainOf, type HttpAnswer, ok, type RpcRequest, rpcServer } from "./rpcServer.ts";
import { tempFolder } from "./tempFolder.ts";

type Answer = (batch: readonly RpcRequest[], count: number) => HttpAnswer | undefined;

const run = promisify(execFile);
const names = manifest.map(({ name }) => name);
const sudo = pieceOf("SudoPolicy");
const session = pieceOf("SmartSession");

describe("pullCode", () => {
  const folder = tempFolder();
  const old = { name: "SudoPolicy", code: sudo.runtime, source: "an older pull" };

  /** Pulls from an RPC on loopback, which is there for as long as that takes. */
  async function pullFrom(
    answer: Answer,
    http: HttpProviderOptions = {},
    more: Partial<PullCodeParameters> = {},
  ) {
    const server = await rpcServer(answer);
    try {
      const provider = httpProvider(server.url, { batch: true, retryDelay: 0, ...http });
      const pulled = await pullCode({ provider, chainId: 1946, codeStore: folder(), manifest, ...more });
      return { ...pulled, batches: server.batches };
    } catch (error) {
      throw Object.assign(error as Error, { batches: server.batches });
    } finally {
      await server.close();
    }
  }

  const stored = () => readCodeStore(folder(), manifest);

  /** Holds that a pull fails, and that what the store held before is there byte for byte. */
  async function expectUntouched<ErrorType extends Error>(
    pulling: () => Promise<unknown>,
    // biome-ignore lint/suspicious/noExplicitAny: every error class has its own parameters.
    errorClass: new (...args: any[]) => ErrorType,
    message: RegExp,
  ) {
    const file = codeStoreFile(folder());
    if (!existsSync(file)) addToCodeStore([old], folder(), undefined, manifest);
    const before = readFileSync(file);
    const error = (await expectToReject(pulling(), errorClass)) as ErrorType & {
      batches: (readonly RpcRequest[])[];
    };
    expect(error.message).to.match(message);
    expect(readFileSync(file).equals(before), "the old store is as it was").to.equal(true);
    return error;
  }

  describe("from a chain that has every piece", () => {
    it("leaves alone, on another chain than it is pinned on, what holds values of its chain, and says so", async () => {
      const codes = { PlaceBound: "0x00" };
      const pulled = await pullFrom((batch) => ok(chainOf(codes, 1868)(batch)), {}, { chainId: 1868 });
      expect(pulled).to.deep.include({ ofAnotherChain: ["PlaceBound"], absent: [], missing: [] });
      expect(pulled.kept).not.to.include("PlaceBound");
      expect(pullReport(pulled)).to.match(/^Left alone, .*Soneium Minato: PlaceBound$/m);
    });

    it("keeps each, with where it comes from, and says that v1 is whole", async () => {
      const pulled = await pullFrom((batch) => ok(chainOf()(batch)));
      expect(pulled).to.deep.include({ source: "chain 1946", kept: names, absent: [], missing: [] });
      expect([...stored().values()]).to.deep.equal(
        pieces.map(({ contract: { name }, runtime }) => ({ name, code: runtime, source: "chain 1946" })),
      );
    });

    it("asks for the chain's id first, and then in batches of ten, and tells how far it is", async () => {
      const told: string[] = [];
      const { batches } = await pullFrom(
        (batch) => ok(chainOf()(batch)),
        {},
        { onProgress: (done, of) => told.push(`${done} of ${of}`) },
      );
      expect(batches.map((batch) => `${batch.length} ${batch[0]?.method}`)).to.deep.equal([
        "1 eth_chainId",
        "10 eth_getCode",
        "2 eth_getCode",
      ]);
      expect(told).to.deep.equal(["10 of 12", "12 of 12"]);
    });

    it("takes answers in any order", async () => {
      expect((await pullFrom((batch) => ok(chainOf()(batch).reverse()))).missing).to.deep.equal([]);
    });

    it("keeps what the store held besides", async () => {
      addToCodeStore([old], folder(), undefined, manifest);
      await pullFrom((batch) => ok(chainOf({ SudoPolicy: "0x" })(batch)));
      expect(stored().get("SudoPolicy")).to.deep.equal(old);
      expect(stored().size).to.equal(names.length);
    });
  });

  it("takes a piece without code for absent, and says what v1 lacks", async () => {
    const pulled = await pullFrom((batch) => ok(chainOf({ SudoPolicy: "0x", PlaceBound: "0x" })(batch)));
    expect(pulled).to.deep.include({ absent: ["SudoPolicy", "PlaceBound"], missing: ["SudoPolicy"] });
    expect(stored().size).to.equal(names.length - 2);
  });

  it("writes nothing where the chain has none of the pieces", async () => {
    const nothing = Object.fromEntries(names.map((name) => [name, "0x"]));
    const pulled = await pullFrom((batch) => ok(chainOf(nothing)(batch)));
    expect(pulled).to.deep.include({ kept: [], absent: names });
    expect(existsSync(pulled.file)).to.equal(false);
  });

  describe("keeps nothing", () => {
    it("of a chain with another id, and asks it for no code", async () => {
      const { expected, actual, batches } = await expectUntouched(
        () => pullFrom((batch) => ok(chainOf({}, 1868)(batch))),
        WrongChainError,
        /has the id 1868, and 1946 is meant/,
      );
      expect({ expected, actual }).to.deep.equal({ expected: 1946, actual: 1868 });
      expect(batches.flat().map(({ method }) => method)).to.deep.equal(["eth_chainId"]);
    });

    it("where one byte of one code differs, and names that one", async () => {
      const error = await expectUntouched(
        () => pullFrom((batch) => ok(chainOf({ SmartSession: flipped(session.runtime) })(batch))),
        CodeRefusedError,
        /^Not the canonical code, so nothing was kept: SmartSession\.\n/,
      );
      const [refused, ...others] = error.refused;
      expect(others).to.deep.equal([]);
      expect(refused).to.include({ source: "chain 1946", expected: session.contract.runtimeCodeHash });
      expect(error.message).to.include(refused?.actual).and.include(refused?.expected);
      expect(error.message).not.to.include("values of its chain");
    });

    it("where several codes differ, and names all", async () => {
      const codes = { SmartSession: flipped(session.runtime), PlaceBound: "0x00", SudoPolicy: "0x01" };
      const { refused } = await expectUntouched(
        () => pullFrom((batch) => ok(chainOf(codes)(batch))),
        CodeRefusedError,
        /nothing was kept: SmartSession, SudoPolicy, PlaceBound\./,
      );
      expect(refused.map(({ name }) => name)).to.deep.equal(["SmartSession", "SudoPolicy", "PlaceBound"]);
    });

    it("where a code is cut", async () => {
      const cut = { SmartSession: session.runtime.slice(0, -2) };
      await expectUntouched(
        () => pullFrom((batch) => ok(chainOf(cut)(batch))),
        CodeRefusedError,
        /SmartSession/,
      );
      const inTheMiddleOfAByte = { SmartSession: session.runtime.slice(0, -1) };
      await expectUntouched(
        () => pullFrom((batch) => ok(chainOf(inTheMiddleOfAByte)(batch))),
        CodeNotReadError,
        /the code of SmartSession \(0x[0-9a-fA-F]{40}\), the chain gives an answer that is none/,
      );
    });

    it("of another chain where a code differs that holds no value of its chain", async () => {
      const codes = { SmartSession: flipped(session.runtime), PlaceBound: "0x00" };
      const { refused } = await expectUntouched(
        () => pullFrom((batch) => ok(chainOf(codes, 1868)(batch)), {}, { chainId: 1868 }),
        CodeRefusedError,
        /chain 1868/,
      );
      expect(refused.map(({ name }) => name)).to.deep.equal(["SmartSession"]);
    });

    it("where nothing listens", async () => {
      const server = await rpcServer(() => undefined);
      await server.close();
      const provider = httpProvider(server.url, { batch: true, retryCount: 2, retryDelay: 0 });
      await expectUntouched(
        () => pullCode({ provider, codeStore: folder(), manifest }),
        CodeNotReadError,
        /^The chain's code could not be read\. The chain at 127\.0\.0\.1:\d+ does not answer: ECONNREFUSED\./,
      );
    });

    it("where the RPC's limit stays reached, after as many tries as are meant", async () => {
      const { batches } = await expectUntouched(
        () => pullFrom(() => ({ status: 429, body: "{}" }), { retryCount: 3 }),
        CodeNotReadError,
        /HTTP 429, a rate limit\./,
      );
      expect(batches.length).to.equal(4);
    });

    it("where an answer is cut in the middle", async () => {
      await expectUntouched(
        () => pullFrom((batch) => ({ body: ok(chainOf()(batch)).body.slice(0, -20) }), { retryCount: 1 }),
        CodeNotReadError,
        /does not answer: .*JSON/,
      );
    });

    it("where the line is cut before the answer's end", async () => {
      await expectUntouched(
        () => pullFrom((batch, count) => ({ ...ok(chainOf()(batch)), cut: count > 1 })),
        CodeNotReadError,
        /does not answer/,
      );
    });

    it("where the RPC answers with an error, to all or to one request", async () => {
      const error = { code: -32000, message: "no state here" };
      await expectUntouched(
        () => pullFrom(([first]) => ok({ jsonrpc: "2.0", id: first?.id, error })),
        CodeNotReadError,
        /answers with the error -32000: no state here\./,
      );
      await expectUntouched(
        () =>
          pullFrom((batch) =>
            ok(
              chainOf()(batch).map((one, index) => {
                return index === 3 ? { jsonrpc: "2.0", id: one.id, error } : one;
              }),
            ),
          ),
        CodeNotReadError,
        /answers with the error -32000: no state here\./,
      );
    });

    it("where the RPC hangs, when its time is over", async () => {
      const hanging: Answer = (batch, count) => (count === 1 ? ok(chainOf()(batch)) : undefined);
      await expectUntouched(
        () => pullFrom(hanging, { timeout: 50, retryCount: 1 }),
        CodeNotReadError,
        /does not answer: no answer within 0\.05 seconds\./,
      );
    });

    for (const [what, change, message] of [
      ["lacks an answer", (answers: object[]) => answers.slice(1), /Expected 10 responses/],
      ["is empty", () => [], /Expected 10 responses/],
      ["is no batch", () => "ok", /Expected 10 responses/],
      ["holds nothing", (answers: object[]) => answers.map(() => null), /does not answer/],
      [
        "gives one answer twice in place of another",
        ([first, , ...rest]: object[]) => [first, first, ...rest],
        /nothing was kept: SmartSessionCompatibilityFallback/,
      ],
    ] as const) {
      it(`where a batch's answer ${what}`, async () => {
        const answer: Answer = (batch, count) =>
          ok(count === 1 ? chainOf()(batch) : change(chainOf()(batch)));
        const errorClass = message.source.startsWith("nothing") ? CodeRefusedError : CodeNotReadError;
        await expectUntouched<Error>(() => pullFrom(answer), errorClass, message);
      });
    }

    for (const result of [undefined, null, 7, "code", "0x0g"]) {
      it(`where the code is ${JSON.stringify(result)}`, async () => {
        const answer: Answer = (batch, count) => {
          const answers = chainOf()(batch);
          return ok(count === 1 ? answers : answers.map((one, at) => (at === 0 ? { ...one, result } : one)));
        };
        await expectUntouched(() => pullFrom(answer), CodeNotReadError, /an answer that is none/);
      });
    }

    it("where the chain's id is no number", async () => {
      for (const result of ["0x", "1946", null, `0x${"f".repeat(40)}`]) {
        await expectUntouched(
          () => pullFrom((batch) => ok(batch.map(({ id }) => ({ jsonrpc: "2.0", id, result })))),
          CodeNotReadError,
          /Asked for its id/,
        );
      }
    });

    it("where the store cannot be written", async () => {
      const write = (file: string, text: string) => {
        writeFileSync(`${file}.half`, text.slice(0, text.length / 2));
        throw new Error("no space left on device");
      };
      const error = await expectUntouched(
        () => pullFrom((batch) => ok(chainOf()(batch)), {}, { write }),
        CodeStoreError,
        /cannot be written \(no space left on device\); what it held before is untouched/,
      );
      expect(error.cause).to.include({ message: "no space left on device" });
    });

    it("in a store that is broken, and leaves it to be looked at", async () => {
      writeFileSync(codeStoreFile(folder()), '{"codes": [');
      await expectUntouched(
        () => pullFrom((batch) => ok(chainOf()(batch))),
        CodeStoreError,
        /is not as it was written/,
      );
    });

    it("in a folder that is a file", async () => {
      const codeStore = join(folder(), "a-file");
      writeFileSync(codeStore, "");
      await expectToReject(
        pullFrom((batch) => ok(chainOf()(batch)), {}, { codeStore }),
        CodeStoreError,
      );
    });

    it("where the process is killed while it writes", async () => {
      addToCodeStore([old], folder(), undefined, manifest);
      const before = readFileSync(codeStoreFile(folder()));
      const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
      // The new file is whole by then, and not yet in the old one's place.
      const program = `
        import fs from "node:fs";
        import { addToCodeStore } from ${url("../../../src/world/canonical/codeStore.ts")};
        import { manifest, pieces } from ${url("./pieces.ts")};
        fs.renameSync = () => process.kill(process.pid, "SIGKILL");
        const codes = pieces.map(({ contract: { name }, runtime }) => ({ name, code: runtime, source: "x" }));
        addToCodeStore(codes, ${JSON.stringify(folder())}, undefined, manifest);
      `;
      const ended = await run(process.execPath, [
        ...["--import", import.meta.resolve("tsx")],
        ...["--input-type=module", "--eval", program],
      ]).catch((error) => error);
      expect(ended.signal).to.equal("SIGKILL");
      expect(readFileSync(codeStoreFile(folder())).equals(before)).to.equal(true);
      await pullFrom((batch) => ok(chainOf()(batch)));
      expect(stored().size, "the next pull goes on as ever").to.equal(names.length);
    });
  });

  describe("from an RPC that limits how often it is asked", () => {
    const limited =
      (headers: Record<string, string> = {}): Answer =>
      (batch, count) =>
        count === 2 ? { status: 429, headers, body: "{}" } : ok(chainOf()(batch));

    it("tries again, and keeps every piece", async () => {
      const { kept, batches } = await pullFrom(limited(), { retryCount: 1 });
      expect(kept).to.deep.equal(names);
      expect(batches.map(({ length }) => length)).to.deep.equal([1, 10, 10, 2]);
    });

    it("waits as it is asked to (Retry-After), in place of its own wait", async () => {
      const anHour = 3_600_000;
      const { kept } = await pullFrom(limited({ "retry-after": "0" }), { retryCount: 1, retryDelay: anHour });
      expect(kept).to.deep.equal(names);
    });

    it("does not wait for a day", async () => {
      const { kept } = await pullFrom(limited({ "retry-after": "86400" }), { retryCount: 1 });
      expect(kept).to.deep.equal(names);
    });

    it("tries again where the limit is an error of JSON-RPC", async () => {
      const error = { code: -32005, message: "limit exceeded" };
      const { kept } = await pullFrom(
        (batch, count) =>
          ok(count === 2 ? batch.map(({ id }) => ({ jsonrpc: "2.0", id, error })) : chainOf()(batch)),
        { retryCount: 1 },
      );
      expect(kept).to.deep.equal(names);
    });
  });
});
