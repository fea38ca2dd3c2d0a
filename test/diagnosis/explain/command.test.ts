import { Readable } from "node:stream";
import { expect } from "chai";
import { formatUserOperationRequest } from "viem/account-abstraction";
import explain from "../../../scripts/sessions/explain.ts";
import { userOperationHash } from "../../../src/account/userOperationHash.ts";
import { revertData } from "../../../src/submission/revertData.ts";
import { decrement, increment } from "../../helpers/counter.ts";
import { fixture } from "../../helpers/fixture.ts";
import { runAction } from "../../helpers/runAction.ts";
import { type Asked, Failure, Page, type RpcServer, rpcServer, secret } from "../../submission/rpcServer.ts";
import { buildExplainScene } from "./scene.ts";

const unset = { WORLD_RPC_URL: "", WORLD_BUNDLER_URL: "" };
const nothing = { input: [] as readonly string[], bundler: undefined, json: true };
const offline = { network: undefined, env: unset };

/** Gives text on standard input while something runs. */
async function withInput<Result>(text: string, work: () => Promise<Result>): Promise<Result> {
  const own = Object.getOwnPropertyDescriptor(process, "stdin") as PropertyDescriptor;
  Object.defineProperty(process, "stdin", { configurable: true, value: Readable.from([text]) });
  try {
    return await work();
  } finally {
    Object.defineProperty(process, "stdin", own);
  }
}

describe("sessions explain", () => {
  describe("without a network", () => {
    it("explains what it is given, and touches no chain", async () => {
      const { exitCode, stdout, stderr } = await runAction(explain, offline, {
        ...nothing,
        input: ["AA25", "invalid account nonce"],
        json: false,
      });
      expect(exitCode).to.equal(0);
      expect(stdout).to.match(/EntryPoint: AA25\n/);
      expect(stdout).to.match(/nonce: The nonce is not the next one of its key/);
      expect(stderr).to.equal("");
    });

    it("reads standard input, where nothing is given, and for a dash", async () => {
      for (const input of [[], [""], ["-"]]) {
        const { stdout } = await withInput("0x1c792c05\n", () =>
          runAction(explain, offline, { ...nothing, input }),
        );
        expect(JSON.parse(stdout)).to.deep.include({ input: "revert data", verdict: "refused" });
      }
    });

    it("is no failure where nobody knows the error", async () => {
      const { exitCode, stdout } = await runAction(explain, offline, { ...nothing, input: ["0xdeadbeef"] });
      expect(exitCode).to.equal(0);
      expect(JSON.parse(stdout)).to.deep.include({ verdict: "unknown", causes: [] });
    });

    it("refuses to explain nothing", async () => {
      const { exitCode, stdout } = await withInput(" \n", () => runAction(explain, offline, nothing));
      expect(exitCode).to.equal(1);
      expect(JSON.parse(stdout).error.code).to.equal("INVALID_INPUT");
      const { stderr } = await withInput(" \n", () =>
        runAction(explain, offline, { ...nothing, json: false }),
      );
      expect(stderr).to.match(/: INPUT: \(nothing\) tells of no refusal\n {2}→ Give /);
    });

    it("tells what to give where nothing is recognised, and where to look where nobody answered", async () => {
      const words = ["TypeError:", "fetch", "failed"];
      const { exitCode, stdout } = await runAction(explain, offline, { ...nothing, input: words });
      expect(exitCode).to.equal(0);
      const { unknown } = JSON.parse(stdout);
      expect(unknown.join()).to.match(/Give the text of the error as it was printed/);
      expect(unknown.join()).to.match(/sessions doctor NAME .* whether the bundler does/);
    });

    it("lets no control character through to the terminal", async () => {
      const input = ["-32500 \u001b[2J\u0007 AA23 reverted"];
      for (const json of [true, false]) {
        const { stdout } = await runAction(explain, offline, { ...nothing, input, json });
        for (const control of ["\u001b", "\u0007"]) expect(stdout).not.to.include(control);
      }
    });
  });

  describe("with a network", () => {
    const scene = fixture(buildExplainScene("safe7579"));
    const servers: RpcServer[] = [];
    afterEach(async () => {
      for (const server of servers.splice(0)) await server.close();
    });
    const serve = async (answer: (asked: Asked) => unknown) => {
      const server = await rpcServer(answer);
      servers.push(server);
      return server;
    };
    const serveChain = async () => {
      const built = await scene();
      const server = await serve(async ({ method, params }) => {
        try {
          return await built.provider.request({ method, params });
        } catch (error) {
          const { code, message } = error as { code: number; message: string };
          return Object.assign(new Failure(code ?? 3, message), { data: revertData(error) });
        }
      });
      return { ...built, at: { network: "localhost", rpcUrl: server.url, env: unset } };
    };

    it("asks the chain, and never shows where it is", async () => {
      const { at, counter, enable, sign } = await serveChain();
      const operation = await sign(await enable(), [counter.call(decrement)]);
      const input = [JSON.stringify(formatUserOperationRequest(operation))];
      const run = await runAction(explain, at, { ...nothing, input });
      expect(run.exitCode).to.equal(0);
      const { causes, layers } = JSON.parse(run.stdout);
      expect(causes[0]).to.include({ rule: "action", certainty: "certain" });
      expect(layers.at(-1)).to.include({ layer: "SmartSession", code: "NoPoliciesSet", known: "asked" });
      expect(run.stdout + run.stderr).not.to.include(secret);
      expect(run.stdout, "a signature is nobody's to log").not.to.include(operation.signature.slice(2, 80));
    });

    it("asks the bundler that it is given about what is not mined", async () => {
      const { at, world, counter, enable, sign } = await serveChain();
      const operation = await sign(await enable(), [counter.call(increment)]);
      const input = [userOperationHash(world, operation)];
      const bundler = await serve(({ method }) => {
        if (method === "eth_chainId") return `0x${world.chainId.toString(16)}`;
        if (method === "eth_supportedEntryPoints") return [world.contracts.EntryPoint.address];
        return method === "eth_getUserOperationByHash" ? { userOperation: {} } : null;
      });
      const run = await runAction(explain, at, { ...nothing, input, bundler: bundler.url });
      expect(JSON.parse(run.stdout).verdict).to.equal("pending");
      expect(run.stdout + run.stderr).not.to.include(secret);
      const without = await runAction(explain, at, { ...nothing, input });
      expect(JSON.parse(without.stdout).verdict).to.equal("unknown");
    });

    it("goes on without a chain that does not answer, where an error was given; of a hash there is nothing else to tell", async () => {
      const lost = await serve(() => new Page(404));
      const at = { network: "localhost", rpcUrl: lost.url, env: unset };
      const run = await runAction(explain, at, { ...nothing, input: ["0xacfdb444"] });
      expect(run.exitCode).to.equal(0);
      const { layers, unknown } = JSON.parse(run.stdout);
      expect(layers[0]).to.include({ code: "ExecutionFailed" });
      expect(unknown.at(-1)).to.match(/does not answer.* explained without it\.$/);
      expect(run.stderr).to.match(/does not answer/);
      expect(run.stdout + run.stderr).not.to.include(secret);
      const hash = await runAction(explain, at, { ...nothing, input: [`0x${"ab".repeat(32)}`] });
      expect(hash.exitCode).to.equal(1);
      expect(JSON.parse(hash.stdout).error.code).to.equal("CHAIN_UNREACHABLE");
    });

    it("goes on without a bundler that it was not given and that is not there", async () => {
      const { at } = await serveChain();
      const gone = await serve(() => null);
      await gone.close();
      servers.pop();
      const env = { ...unset, WORLD_BUNDLER_URL: gone.url };
      const run = await runAction(explain, { ...at, env }, { ...nothing, input: ["AA25"] });
      expect(run.exitCode).to.equal(0);
      expect(run.stderr).to.match(/It is left out/);
      expect(run.stderr).not.to.include(secret);
    });
  });
});
