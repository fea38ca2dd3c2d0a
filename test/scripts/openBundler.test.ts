import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import hre, { network } from "hardhat";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { numberToHex } from "viem";
import { type BundlerChoice, chooseBundler } from "../../scripts/chooseBundler.ts";
import { choosePaymaster } from "../../scripts/choosePaymaster.ts";
import { openBundler } from "../../scripts/openBundler.ts";
import { type Stop, stopAll } from "../../scripts/stopAll.ts";
import {
  BundlerMismatchError,
  BundlerUnreachableError,
  createWorld,
  httpProvider,
  type InvalidInputError,
} from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { fixture } from "../helpers/fixture.ts";
import { rpcServer, secret, shownOf } from "../submission/rpcServer.ts";

const run = promisify(execFile);
const [live, simulated] = [{}, { instance: "0x0fb3c2a1" }];
const url = `https://bundler.example/${secret}`;

/** Hardhat, with another network selected and these variables alone. */
const selecting = (name: string, variables: Record<string, string> = {}) =>
  ({
    config: hre.config,
    globalOptions: { ...hre.globalOptions, network: name },
    hooks: {
      runHandlerChain: async (_: string, __: string, [{ name: asked }]: [{ name: string }]) =>
        variables[asked] ?? "",
    },
  }) as unknown as HardhatRuntimeEnvironment;

describe("a command's bundler", () => {
  const choiceOf = async (...asked: Parameters<typeof chooseBundler>): Promise<BundlerChoice> => {
    const chosen = await chooseBundler(...asked);
    if ("missing" in chosen) expect.fail(`${chosen.missing.name} is missing`);
    return chosen.choice;
  };

  describe("without --bundler", () => {
    for (const [name, variable] of [
      ["soneiumMinato", "SONEIUM_MINATO_BUNDLER_URL"],
      ["soneium", "SONEIUM_BUNDLER_URL"],
      ["localhost", "WORLD_BUNDLER_URL"],
    ] as const) {
      it(`is the one at ${variable} on ${name}, on a simulated chain as well`, async () => {
        const env = selecting(name, { [variable]: url });
        const remote = { kind: "remote", url };
        expect(await choiceOf(env, live, undefined)).to.deep.equal(remote);
        expect(await choiceOf(env, simulated, undefined)).to.deep.equal(remote);
      });

      it(`is missing by ${variable} on ${name} where the chain is live, and nothing is thrown`, async () => {
        const chosen = await chooseBundler(selecting(name), live, undefined);
        if (!("missing" in chosen)) expect.fail("there is none");
        expect(chosen.missing).to.include({ name: variable, what: `the bundler of ${name}` });
        expect(chosen.missing.remedy).to.include(variable).and.include("--bundler");
      });

      it(`names ${variable} where that is no URL, and shows none of it`, async () => {
        const choosing = chooseBundler(
          selecting(name, { [variable]: `localhost:4337/${secret}` }),
          live,
          undefined,
        );
        const error = await choosing.then(
          () => expect.fail("no URL"),
          (thrown: InvalidInputError) => thrown,
        );
        expect(error.problems[0]).to.include({ field: variable, problem: "is no URL of HTTP" });
        expect(shownOf(error)).not.to.include(secret);
      });
    }

    it("is the instant one on a simulated chain", async () => {
      for (const name of ["default", "localhost", "soneiumMinato"]) {
        expect(await choiceOf(selecting(name), simulated, undefined)).to.deep.equal({ kind: "instant" });
      }
    });

    it("is asked for on a live chain for which no variable names one", () =>
      expectInputError(
        () => chooseBundler(selecting("anvil"), live, undefined),
        "bundler",
        undefined,
        /nothing names a bundler for this network/,
      ));
  });

  describe("with --bundler", () => {
    const minato = selecting("soneiumMinato", { SONEIUM_MINATO_BUNDLER_URL: "https://another.example" });

    it("is that URL, whatever the variable says", async () =>
      expect(await choiceOf(minato, live, url)).to.deep.equal({ kind: "remote", url }));

    it("is the instant one, or alto, on simulated chains alone", async () => {
      expect(await choiceOf(minato, simulated, "instant")).to.deep.equal({ kind: "instant" });
      for (const name of ["instant", "alto"]) {
        await expectInputError(
          () => chooseBundler(minato, live, name),
          "bundler",
          name,
          /this chain is live$/,
        );
      }
    });

    it("is alto on chains over HTTP alone", async () => {
      const { kind, ...rest } = await choiceOf(selecting("localhost"), simulated, "alto");
      expect(kind).to.equal("alto");
      expect(rest)
        .to.have.property("rpcUrl")
        .that.matches(/^http:/);
      const inProcess = () => chooseBundler(selecting("default"), simulated, "alto");
      await expectInputError(inProcess, "bundler", "alto", /in the command's own process/);
    });

    it("is none of another name", () =>
      expectInputError(() => chooseBundler(minato, live, "rundler"), "bundler", "(not shown)", /no URL/));
  });

  describe("opened", () => {
    const world = fixture((provider) => createWorld(provider));
    const stops: Stop[] = [];
    afterEach(() => stopAll(stops.splice(0)));

    it("is the instant one by its name", async () => {
      const { name, transport } = await openBundler(await world(), { kind: "instant" }, stops);
      expect(name).to.equal("instant");
      expect(await transport({}).request({ method: "eth_chainId" })).to.equal("0x79a");
      expect(stops).to.deep.equal([]);
    });

    it("is a remote one by its host, asked first", async () => {
      const server = await rpcServer(({ method }) => (method === "eth_chainId" ? numberToHex(10) : []));
      stops.push(server.close);
      const opening = openBundler(await world(), { kind: "remote", url: server.url }, stops);
      const error = await expectToReject(opening, BundlerMismatchError);
      expect(error.shortMessage).to.include(`${server.host} serves chain 10`);
      expect(shownOf(error)).not.to.include(secret);
    });

    it("is alto, which is stopped by the caller, and whose own end is said", async function () {
      this.timeout(60_000);
      const node = await network.createServer("node", "127.0.0.1", 0);
      const { port } = await node.listen();
      stops.push(() => node.close());
      const rpcUrl = `http://127.0.0.1:${port}`;
      const served = await createWorld(httpProvider(rpcUrl));
      const said: unknown[] = [];
      const { error: print } = console;
      console.error = (text: unknown) => said.push(text);
      try {
        const { name, transport } = await openBundler(served, { kind: "alto", rpcUrl }, stops);
        expect(name).to.equal("alto");
        await stops[0]?.();
        expect(said, "stopped by the caller").to.deep.equal([]);
        const asking = transport({ retryCount: 0 }).request({ method: "eth_chainId" });
        const error = await asking.then(
          () => expect.fail("stopped"),
          ({ cause }) => cause,
        );
        expect(error).to.be.instanceOf(BundlerUnreachableError);

        await openBundler(served, { kind: "alto", rpcUrl }, stops);
        const { stdout } = await run("ps", ["-A", "-o", "pid=,ppid=,args="]);
        const altos = stdout.split("\n").flatMap((line) => {
          const [, pid, parent, command = ""] = /^ *(\d+) +(\d+) (.*)$/.exec(line) ?? [];
          return Number(parent) === process.pid && command.includes("alto.js run") ? [Number(pid)] : [];
        });
        expect(altos, "this process runs one").to.have.lengthOf(1);
        const saidSo = new Promise<void>((resolve) => {
          console.error = (text: unknown) => {
            said.push(text);
            resolve();
          };
        });
        process.kill(altos[0] as number, "SIGKILL");
        await saidSo;
        expect(said).to.deep.equal(["The bundler alto has ended by itself."]);
      } finally {
        console.error = print;
      }
    });
  });
});

describe("a command's paymaster service", () => {
  it("is none where nothing names one", async () => {
    for (const name of ["default", "localhost", "soneiumMinato"]) {
      expect(await choosePaymaster(selecting(name), undefined)).to.equal(undefined);
    }
  });

  it("is the one that the option names, else the one at the network's variable", async () => {
    const server = await rpcServer(() => ({ paymaster: `0x${"ab".repeat(20)}` }));
    try {
      const { url: served } = server;
      for (const [env, option] of [
        [selecting("soneiumMinato"), served],
        [selecting("soneiumMinato", { SONEIUM_MINATO_PAYMASTER_URL: served }), undefined],
        [selecting("soneium", { SONEIUM_PAYMASTER_URL: served }), undefined],
        [selecting("localhost", { WORLD_PAYMASTER_URL: served }), undefined],
      ] as const) {
        const service = await choosePaymaster(env, option);
        await service?.getPaymasterStubData({
          sender: `0x${"11".repeat(20)}`,
          chainId: 1946,
          entryPointAddress: `0x${"22".repeat(20)}`,
        } as never);
      }
      expect(server.asked).to.have.lengthOf(4);
    } finally {
      await server.close();
    }
  });

  it("is refused by the option's or the variable's name where that is no URL", async () => {
    const [none, set] = [selecting("soneium"), selecting("soneium", { SONEIUM_PAYMASTER_URL: secret })];
    await expectInputError(() => choosePaymaster(none, ""), "paymasterUrl", "(not shown)", /no URL/);
    await expectInputError(
      () => choosePaymaster(set, undefined),
      "SONEIUM_PAYMASTER_URL",
      "(not shown)",
      /no URL/,
    );
  });
});
