import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { network } from "hardhat";
import { createWorld, type Eip1193Provider, httpProvider } from "../../src/index.ts";
import { canonicalV1 } from "../../src/world/canonical/canonicalV1.ts";
import { codeStoreFile, readCodeStore } from "../../src/world/canonical/codeStore.ts";
import { localChain } from "../helpers/freshChain.ts";
import { needsV1 } from "../helpers/releases.ts";
import { runTaskIn } from "../helpers/runTask.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";
import { ok, type RpcRequest, rpcServer } from "../world/canonical/rpcServer.ts";
import { tempFolder } from "../world/canonical/tempFolder.ts";

/** A folder of build artifacts that a package brings: EntryPoint v0.7 is among them. */
const artifacts = fileURLToPath(
  new URL("../../node_modules/@account-abstraction/contracts/artifacts", import.meta.url),
);

/** A chain as the harness meets Soneium Minato: over HTTP, with code at some of the canonical addresses. */
async function withNode(
  setUp: (provider: Eip1193Provider) => Promise<void>,
  use: (env: Record<string, string>) => Promise<void>,
): Promise<void> {
  const server = await network.createServer("default", "127.0.0.1", 0);
  try {
    const { port } = await server.listen();
    const url = `http://127.0.0.1:${port}`;
    await setUp(httpProvider(url));
    await use({ SONEIUM_MINATO_RPC_URL: url, SONEIUM_RPC_URL: url });
  } finally {
    await server.close();
  }
}

const setCode = (provider: Eip1193Provider, address: string, code: string) =>
  provider.request({ method: "hardhat_setCode", params: [address, code] });

/** Puts the EntryPoint on a chain, and nothing else. */
async function setEntryPoint(provider: Eip1193Provider) {
  const { client, contracts } = await createWorld(await localChain(), { release: "beta" });
  const { address } = contracts.EntryPoint;
  await setCode(provider, address, (await client.getCode({ address })) ?? "0x");
}

describe("canonical pull and canonical verify, as commands", () => {
  const folder = tempFolder();
  const on = (name: string | undefined, env: Record<string, string> = {}) => ({
    network: name,
    env: { SMART_SESSIONS_CODE_STORE: folder(), ...env },
  });

  it("pull what a chain has, and end with 1 while v1 is not whole", async () => {
    await withNode(setEntryPoint, async (env) => {
      const { exitCode, stdout, stderr } = await runTaskIn(on("soneiumMinato", env), "canonical", "pull");
      expect(exitCode).to.equal(1);
      expect(stdout).to.match(
        /^Kept from chain 1946, each as pinned: EntryPoint07\nNot in chain 1946: Smart/,
      );
      expect(stdout).to.match(
        /SmartSession v1 is not complete: it lacks SmartSession, .*OwnableValidator, or has other code there\.\nTo fill /,
      );
      expect(stderr).to.include("canonical: 10 of 32 …\n").and.include("canonical: 32 of 32 …\n");
      expect([...readCodeStore(folder()).keys()]).to.deep.equal(["EntryPoint07"]);

      const verified = await runTaskHere(on("soneiumMinato", env), "canonical", "verify", "--json");
      expect(verified.exitCode).to.equal(1);
      const { what, ok, pieces } = JSON.parse(verified.stdout);
      expect({ what, ok }).to.deep.equal({ what: "chain 1946", ok: false });
      expect(pieces[0]).to.include({ name: "EntryPoint07", state: "same" });
    });
  });

  it("keep nothing where a code differs, and name it", async () => {
    const [, smartSession] = canonicalV1;
    const setUp = async (provider: Eip1193Provider) => {
      await setEntryPoint(provider);
      await setCode(provider, smartSession.address, "0x00");
    };
    await withNode(setUp, async (env) => {
      const { exitCode, stdout, stderr } = await runTaskHere(on("soneiumMinato", env), "canonical", "pull");
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
      expect(stderr).to.include(
        "Error CODE_REFUSED: Not the canonical code, so nothing was kept: SmartSession.\n",
      );
      expect(existsSync(codeStoreFile(folder()))).to.equal(false);

      const verified = await runTaskHere(on("soneiumMinato", env), "canonical", "verify");
      expect(verified.exitCode).to.equal(1);
      expect(verified.stdout).to.match(/│ SmartSession +│ 0x\w{40} │ yes +│ yes +│ NO +│/);
    });
  });

  it("refuse a network whose RPC is another chain's", async () => {
    await withNode(
      async () => {},
      async (env) => {
        const { exitCode, stdout } = await runTaskHere(on("soneium", env), "canonical", "pull", "--json");
        expect(exitCode).to.equal(1);
        expect(JSON.parse(stdout).error).to.include({ code: "WRONG_CHAIN" });
      },
    );
  });

  it("ask in batches, and again where the RPC limits how often it is asked", async () => {
    const server = await rpcServer((batch, count) =>
      count === 1 ? { status: 429, headers: { "Retry-After": "0" }, body: "" } : ok(batch.map(answerOf)),
    );
    const answerOf = ({ id, method }: RpcRequest) => ({
      jsonrpc: "2.0",
      id,
      result: method === "eth_chainId" ? "0x79a" : "0x",
    });
    try {
      const env = { SONEIUM_MINATO_RPC_URL: server.url };
      const { stdout } = await runTaskHere(on("soneiumMinato", env), "canonical", "pull", "--json");
      expect(JSON.parse(stdout)).to.deep.include({ source: "chain 1946", kept: [] });
      expect(server.batches.map(({ length }) => length)).to.deep.equal([1, 1, 10, 10, 10, 2]);
    } finally {
      await server.close();
    }
  });

  it("refuse an RPC that is no URL without showing it, and no other command minds", async () => {
    const env = { SONEIUM_MINATO_RPC_URL: "a-key-of-mine" };
    const { exitCode, stdout, stderr } = await runTaskHere(
      on("soneiumMinato", env),
      ...["canonical", "verify", "--json"],
    );
    expect(exitCode).to.equal(1);
    expect(JSON.parse(stdout).error.problems[0]).to.include({
      field: "SONEIUM_MINATO_RPC_URL",
      value: "(not shown)",
    });
    expect(stdout + stderr).not.to.include("a-key-of-mine");
    const other = await runTaskHere(on(undefined, env), "canonical", "verify", "--json");
    expect(JSON.parse(other.stdout)).to.include({ ok: false });
  });

  it("pull from build artifacts, as JSON", async () => {
    const { exitCode, stdout } = await runTaskHere(
      on(undefined),
      ...["canonical", "pull", "--from", artifacts, "--json"],
    );
    expect(exitCode).to.equal(1);
    const { source, kept, missing, file } = JSON.parse(stdout);
    expect({ source, kept, file }).to.deep.equal({
      source: "build artifacts",
      kept: ["EntryPoint07"],
      file: codeStoreFile(folder()),
    });
    expect(missing).to.have.length(9);
  });

  it("verify the code store where no network is named, and the chain in the process where that one is", async () => {
    const store = await runTaskHere(on(undefined), "canonical", "verify");
    expect(store.exitCode).to.equal(1);
    expect(store.stdout).to.include(`Canonical contracts: ${codeStoreFile(folder())}`);
    const chain = await runTaskHere(on("default"), "canonical", "verify");
    expect(chain.exitCode).to.equal(1);
    expect(chain.stdout).to.include("Canonical contracts: chain 1946");
  });

  it("say what to give where pull is told of no source, of two, or of one that is not there", async () => {
    for (const [name, options, problem] of [
      [undefined, [], "--network: (nothing) is not given, and neither is --from"],
      ["soneium", ["--from", "out"], '--from: "out" is given, and --network as well'],
      [undefined, ["--from", "no-such-folder"], '--from: "no-such-folder" is no folder that can be read'],
    ] as const) {
      const { exitCode, stdout, stderr } = await runTaskHere(on(name), "canonical", "pull", ...options);
      expect({ exitCode, stdout }).to.deep.equal({ exitCode: 1, stdout: "" });
      expect(stderr).to.include(`Error INVALID_INPUT: ${problem}`);
    }
  });

  describe("on a chain that has v1", () => {
    needsV1("canonical pull and canonical verify of the genuine code, from a chain over HTTP");

    it("keep all of it, find it as pinned on the chain and in the store, and end with 0", async () => {
      const genuine = readCodeStore(process.env.SMART_SESSIONS_CODE_STORE || undefined);
      const setUp = async (provider: Eip1193Provider) => {
        for (const { name, address } of canonicalV1) {
          await setCode(provider, address, genuine.get(name)?.code ?? "0x");
        }
      };
      await withNode(setUp, async (env) => {
        const pulled = await runTaskHere(on("soneiumMinato", env), "canonical", "pull");
        expect(pulled.exitCode).to.equal(0);
        expect(pulled.stdout).to.match(/^SmartSession v1 is complete\.$/m);
        for (const [name, { code }] of genuine) {
          expect(readCodeStore(folder()).get(name)).to.deep.equal({ name, code, source: "chain 1946" });
        }
        expect((await runTaskHere(on("soneiumMinato", env), "canonical", "verify")).exitCode).to.equal(0);
        expect((await runTaskHere(on(undefined), "canonical", "verify")).exitCode).to.equal(0);
      });
    });
  });
});
