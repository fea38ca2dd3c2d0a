import { inspect } from "node:util";
import { expect } from "chai";
import { RpcRequestError } from "viem";
import { ChainUnreachableError, type HttpProviderOptions, httpProvider } from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { type HttpAnswer, ok, type RpcRequest, rpcServer } from "./canonical/rpcServer.ts";

type Answer = (batch: readonly RpcRequest[], count: number) => HttpAnswer | undefined;

describe("httpProvider", () => {
  const key = "a-key-of-mine";
  const chainId = { method: "eth_chainId" };
  const answered: Answer = (batch) => ok(batch.map(({ id }) => ({ jsonrpc: "2.0", id, result: "0x1" })));
  const answeredOne: Answer = ([one]) => ok({ jsonrpc: "2.0", id: one?.id, result: "0x1" });

  /** Asks an RPC on loopback, whose URL holds a key in each of its parts. */
  async function ask<Result>(
    answer: Answer,
    options: HttpProviderOptions,
    asking: (provider: ReturnType<typeof httpProvider>) => Promise<Result>,
  ) {
    const server = await rpcServer(answer);
    try {
      const url = server.url.replace("//", `//user:${key}@`);
      return { result: await asking(httpProvider(`${url}/v2/${key}?key=${key}`, options)), ...server };
    } finally {
      await server.close();
    }
  }

  it("sends each request by itself and once, unless told otherwise", async () => {
    const { result, batches } = await ask(answeredOne, {}, (provider) =>
      Promise.all([provider.request(chainId), provider.request(chainId)]),
    );
    expect(result).to.deep.equal(["0x1", "0x1"]);
    expect(batches.map(({ length }) => length)).to.deep.equal([1, 1]);
    await ask(
      () => ({ status: 503, body: "" }),
      {},
      async (provider) => {
        await expectToReject(provider.request(chainId), ChainUnreachableError);
      },
    ).then(({ batches: asked }) => expect(asked).to.have.length(1));
  });

  it("sends what is asked at once as one batch", async () => {
    const { result, batches } = await ask(answered, { batch: true }, (provider) =>
      Promise.all([provider.request(chainId), provider.request(chainId)]),
    );
    expect(result).to.deep.equal(["0x1", "0x1"]);
    expect(batches.map(({ length }) => length)).to.deep.equal([2]);
  });

  it("tries again as often as is meant", async () => {
    const failing: Answer = (batch, count) =>
      count < 3 ? { status: 503, body: "" } : answeredOne(batch, count);
    const options = { retryCount: 2, retryDelay: 0 };
    const { result } = await ask(failing, options, (provider) => provider.request(chainId));
    expect(result).to.equal("0x1");
  });

  it("passes an RPC's error on, with its code and data", async () => {
    const error = { code: 3, message: "execution reverted", data: "0x1234" };
    await ask(
      ([one]) => ok({ jsonrpc: "2.0", id: one?.id, error }),
      {},
      async (provider) => {
        const thrown = await expectToReject(provider.request(chainId), RpcRequestError);
        expect(thrown).to.include({ code: 3, data: "0x1234", details: "execution reverted" });
      },
    );
  });

  describe("shows nothing of the URL but its host", () => {
    const failures: readonly [string, Answer, HttpProviderOptions?][] = [
      ["the RPC hangs", () => undefined, { timeout: 20 }],
      ["it answers with a page that repeats it", () => ({ status: 404, body: `Cannot POST /v2/${key}` })],
      ["it answers with what is no JSON", () => ({ body: `<p>/v2/${key}?key=${key}</p>` })],
      ["a batch lacks an answer", () => ok([]), { batch: true }],
      ["the line is cut", () => ({ body: "{", cut: true })],
      ...[-32000, -32005, -32601, -32603, 429, 7].map((code): [string, Answer] => [
        `it answers with the error ${code}, which repeats it`,
        ([one]) => ok({ jsonrpc: "2.0", id: one?.id, error: { code, message: `no such key: ${key}` } }),
      ]),
      [
        "it refuses with an error of JSON-RPC",
        ([one]) => ({ status: 403, ...ok({ id: one?.id, error: { code: -1, message: `key ${key}` } }) }),
      ],
    ];
    for (const [what, answer, options = {}] of failures) {
      it(`where ${what}`, async () => {
        await ask(answer, options, async (provider) => {
          const error = await expectToReject(provider.request(chainId), Error);
          expect(error).to.satisfy(
            (one: unknown) => one instanceof ChainUnreachableError || one instanceof RpcRequestError,
          );
          expect(error.message).to.match(/127\.0\.0\.1:\d+/);
          expect(inspect(error, { depth: 9, showHidden: true })).not.to.include(key);
        });
      });
    }

    it("where it is no URL of an RPC", async () => {
      await expectInputError(() => httpProvider(`ws://rpc.example/${key}`), "url", "ws://rpc.example", /URL/);
      await expectInputError(() => httpProvider(key), "url", "(not shown)", /URL/);
    });
  });

  it("takes a URL whose parts cannot be decoded", async () => {
    const provider = httpProvider("http://127.0.0.1:1/%E0%A4%A");
    await expectToReject(provider.request(chainId), ChainUnreachableError);
  });
});
