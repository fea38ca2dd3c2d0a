import { expect } from "chai";
import { numberToHex } from "viem";
import { entryPoint07Address } from "viem/account-abstraction";
import { userOperationHash } from "../../src/account/userOperationHash.ts";
import {
  BundlerMismatchError,
  BundlerUnreachableError,
  createWorld,
  InvalidInputError,
  remoteBundler,
  SendUnansweredError,
} from "../../src/index.ts";
import { fees, gas } from "../helpers/bundlerScene.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import {
  type Asked,
  Failure,
  hangUp,
  Page,
  type RpcServer,
  rpcServer,
  secret,
  shownOf,
  silence,
} from "./rpcServer.ts";

const sender = `0x${"11".repeat(20)}` as const;
const nonce = (5n << 64n) + 1n;
const quantities = Object.fromEntries(
  Object.entries({ nonce, ...gas, ...fees }).map(([name, value]) => [name, numberToHex(value)]),
);
const operation = { sender, callData: "0x", signature: "0x", ...quantities };
const send = { method: "eth_sendUserOperation", params: [operation, entryPoint07Address] };

describe("remoteBundler", () => {
  const world = fixture((provider) => createWorld(provider));
  let server: RpcServer | undefined;
  afterEach(() => server?.close());

  /** A bundler that is as it should be, but for what is said. */
  const serve = async (answer: (asked: Asked) => unknown = () => undefined) => {
    server = await rpcServer((asked) => {
      const given = answer(asked);
      if (given !== undefined) return given;
      if (asked.method === "eth_chainId") return numberToHex(1946);
      if (asked.method === "eth_supportedEntryPoints") return [entryPoint07Address];
      return null;
    });
    return server;
  };
  const on = (method: string, given: unknown) => (asked: Asked) =>
    asked.method === method ? given : undefined;
  const methods = ({ asked }: RpcServer) => asked.map(({ method }) => method);
  /** The error that a transport's user meets: viem wraps it. */
  const thrownBy = (promise: Promise<unknown>) =>
    promise.then(
      () => expect.fail("nothing was thrown"),
      (error: unknown) => {
        let at = error;
        while (at instanceof Error && !("remedies" in at) && at.cause) at = at.cause;
        return at;
      },
    );

  it("takes a bundler that serves the chain and its EntryPoint, and asks it for no more", async () => {
    const served = await serve();
    const { host, transport } = await remoteBundler(await world(), served.url);
    expect(host).to.equal(served.host);
    expect(methods(served)).to.deep.equal(["eth_chainId", "eth_supportedEntryPoints"]);
    expect(await transport({}).request({ method: "eth_getUserOperationReceipt" })).to.equal(null);
  });

  it("takes an EntryPoint that is written in lower case", async () => {
    const served = await serve(on("eth_supportedEntryPoints", [entryPoint07Address.toLowerCase()]));
    expect(await remoteBundler(await world(), served.url)).to.have.property("host", served.host);
  });

  for (const [title, method, given, problem] of [
    ["serves another chain", "eth_chainId", "0xa", "serves chain 10, and this is chain 1946"],
    ["has another EntryPoint", "eth_supportedEntryPoints", [sender], "does not support EntryPoint v0.7"],
    ["has no list of EntryPoints", "eth_supportedEntryPoints", "0x", "does not support EntryPoint v0.7"],
    [
      "is no bundler",
      "eth_supportedEntryPoints",
      new Failure(-32601, `no method at /${secret}`),
      "answers eth_supportedEntryPoints with an error: no method at /… (-32601)",
    ],
  ] as const) {
    it(`refuses one that ${title}, before anything is sent`, async () => {
      const served = await serve(on(method, given));
      const error = await expectToReject(remoteBundler(await world(), served.url), BundlerMismatchError);
      expect(error.shortMessage).to.include(`The bundler at ${served.host} ${problem}`);
      expect(shownOf(error)).not.to.include(secret);
      expect(methods(served)).not.to.include("eth_sendUserOperation");
    });
  }

  it("tells one that is not there by its host alone", async () => {
    const served = await serve();
    await served.close();
    server = undefined;
    const error = await expectToReject(
      remoteBundler(await world(), served.url, { retryCount: 0 }),
      BundlerUnreachableError,
    );
    expect(error.shortMessage).to.equal(
      `The bundler at ${served.host} does not answer: ECONNREFUSED. Nothing was sent.`,
    );
    expect(shownOf(error)).not.to.include(secret);
  });

  it("asks a question again that got no answer", async () => {
    let failures = 2;
    const served = await serve(({ method }) => {
      if (method !== "eth_chainId" || failures === 0) return undefined;
      failures -= 1;
      return new Page(503);
    });
    await remoteBundler(await world(), served.url);
    expect(methods(served)).to.deep.equal([
      "eth_chainId",
      "eth_chainId",
      "eth_chainId",
      "eth_supportedEntryPoints",
    ]);
  });

  for (const [title, given] of [
    ["hangs up", hangUp],
    ["gives no answer in time", silence],
    ["answers with a gateway's page", new Page(502)],
  ] as const) {
    it(`says that an operation may be sent where the bundler ${title}, and sends it once`, async () => {
      const served = await serve(on("eth_sendUserOperation", given));
      const on1946 = await world();
      const timeout = given === silence ? 500 : 10_000;
      const { transport } = await remoteBundler(on1946, served.url, { timeout });
      const error = await thrownBy(transport({}).request(send));
      if (!(error instanceof SendUnansweredError)) return expect.fail(String(error));
      const userOperation = { sender, nonce, callData: "0x", signature: "0x", ...gas, ...fees } as const;
      const userOpHash = userOperationHash(on1946, userOperation);
      expect({ ...error }).to.deep.include({ code: "SEND_UNANSWERED", userOpHash, nonce });
      expect(error.message).to.include(userOpHash).and.include("eth_getUserOperationReceipt");
      expect(shownOf(error.cause)).not.to.include(secret);
      expect(error.message).not.to.include(secret);
      expect(methods(served).filter((method) => method === "eth_sendUserOperation")).to.have.lengthOf(1);
    });
  }

  it("says that nothing was sent where the bundler has gone before", async () => {
    const served = await serve();
    const { transport } = await remoteBundler(await world(), served.url);
    await served.close();
    server = undefined;
    expect(await thrownBy(transport({}).request(send))).to.be.instanceOf(BundlerUnreachableError);
  });

  it("says that nothing was sent where the bundler turns its sender away", async () => {
    const served = await serve(on("eth_sendUserOperation", new Page(401)));
    const { transport } = await remoteBundler(await world(), served.url);
    const error = await thrownBy(transport({}).request(send));
    expect(error).to.be.instanceOf(BundlerUnreachableError).and.include({ status: 401 });
  });

  it("passes a refusal on as it is, without the key", async () => {
    const served = await serve(on("eth_sendUserOperation", new Failure(-32500, `AA21 by /${secret}`)));
    const { transport } = await remoteBundler(await world(), served.url);
    const error = await transport({})
      .request(send)
      .then(
        () => expect.fail("refused"),
        (thrown) => thrown,
      );
    expect(error).to.include({ code: -32500, details: "AA21 by /…" });
    expect(shownOf(error)).not.to.include(secret);
  });

  it("refuses what is no URL", async () => {
    const error = await expectToReject(
      remoteBundler(await world(), `ftp://host/${secret}`),
      InvalidInputError,
    );
    expect(shownOf(error)).not.to.include(secret);
  });
});
