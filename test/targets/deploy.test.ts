import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Address, getAddress, type Hex, keccak256, parseEther, toHex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { type Stop, stopAll } from "../../scripts/stopAll.ts";
import deployTargets from "../../scripts/targets/deploy.ts";
import { startServing } from "../../scripts/world/startServing.ts";
import { contractArtifact, type DeployedTarget, type ServedWorld, targetNames } from "../../src/index.ts";
import { runAction } from "../helpers/runAction.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";
import { deployedStage, targetsStage } from "./targetsStage.ts";

const nobody = "0x000000000000000000000000000000000000dEaD";

/** The text of every file in a folder and below. */
const textsIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));

describe("targets deploy, as a command", function () {
  this.timeout(120_000); // some tests start Hardhat

  const stage = targetsStage();
  /** As a chain that nobody simulates: it does not say that it is. */
  const asLive = () => stage().relay((method) => (method === "hardhat_metadata" ? "refuse" : "pass"));

  describe("on a chain that is simulated elsewhere", () => {
    it("deploys them all, and writes down what stands there", async () => {
      const { runJson, readFile, chain, first, sentBy } = stage();
      const { exitCode, json } = await runJson("deploy");

      expect(exitCode).to.equal(0);
      expect(json.sent).to.equal(targetNames.length);
      expect(await sentBy(first)).to.equal(targetNames.length);
      expect(readFile()).to.deep.equal({ chainId: 1946, targets: json.targets });
      const targets = json.targets as readonly DeployedTarget[];
      expect(targets.map(({ name }) => name)).to.deep.equal(targetNames);
      for (const { address, transaction, block, codeHash, ...target } of targets) {
        const receipt = await chain.client.getTransactionReceipt({ hash: transaction });
        expect(getAddress(receipt.contractAddress as Address)).to.equal(address);
        expect(receipt.blockNumber).to.equal(BigInt(block));
        expect(keccak256((await chain.client.getCode({ address })) as Hex)).to.equal(codeHash);
        expect(target.deployer).to.equal(first);
        expect(target.compiler).to.deep.equal({
          version: "0.8.28+commit.7893614a",
          optimizerRuns: 200,
          evmVersion: "cancun",
        });
      }
      const [, , nft] = targets;
      expect(nft?.constructorArguments).to.deep.equal([first]);
      const { abi } = contractArtifact("targets/Nft");
      const treasury = await chain.client.readContract({
        address: nft?.address as Address,
        abi,
        functionName: "TREASURY",
      });
      expect(treasury).to.equal(first);
    });

    it("says what it would do, and does nothing of it", async () => {
      const { runJson, first, sentBy, folder, chain } = stage();
      const { exitCode, json } = await runJson("deploy", { dryRun: true });

      expect(exitCode).to.equal(0);
      expect(json).to.include({ dryRun: true, network: "localhost", deployer: first, treasury: first });
      expect(json.standing).to.deep.equal([]);
      expect(await sentBy(first)).to.equal(0);
      expect(readdirSync(folder)).to.deep.equal([]);

      const { json: done } = await runJson("deploy");
      for (const { name, gas } of json.estimate.contracts) {
        const { transaction } = done.targets.find((one: DeployedTarget) => one.name === name);
        const { gasUsed } = await chain.client.getTransactionReceipt({ hash: transaction });
        expect(Number(gas), name).to.be.within(Number(gasUsed), Number(gasUsed) * 1.1);
      }
      const { gas, gasPrice, l1Fee, cost } = json.estimate;
      expect(BigInt(cost)).to.equal(BigInt(gas) * BigInt(gasPrice) + BigInt(l1Fee));
    });

    it("deploys from whom DEPLOYER_PRIVATE_KEY names, for the treasury that --treasury names", async () => {
      const { runJson, chain, first, sentBy } = stage();
      const key = generatePrivateKey();
      const deployer = privateKeyToAddress(key);
      await chain.provider.request({
        method: "hardhat_setBalance",
        params: [deployer, toHex(parseEther("1"))],
      });

      const { json } = await runJson("deploy", { treasury: first }, { DEPLOYER_PRIVATE_KEY: key });

      expect(json.targets.map((target: DeployedTarget) => target.deployer)).to.deep.equal(
        targetNames.map(() => deployer),
      );
      expect(json.targets[2].constructorArguments).to.deep.equal([first]);
      expect([await sentBy(deployer), await sentBy(first)]).to.deep.equal([targetNames.length, 0]);
    });

    it("deploys those that are named, and the others with another run", async () => {
      const { runJson, readFile, folder, key, first, sentBy } = stage();
      const heard = { name: "counter", source: "guide, unverified", address: nobody };
      mkdirSync(join(folder, "local"));
      writeFileSync(join(folder, `${key}.json`), JSON.stringify({ chainId: 1946, targets: [heard] }));
      const { json: plan } = await runJson("deploy", { names: ["game"], dryRun: true });
      expect(plan.estimate.contracts.map(({ name }: DeployedTarget) => name)).to.deep.equal(["game"]);

      const { exitCode, json } = await runJson("deploy", { names: ["marketplace", "game"] });
      expect(exitCode, JSON.stringify(json)).to.equal(0);
      const namesIn = (targets: readonly { name: string }[] = []) => targets.map(({ name }) => name);
      expect([json.sent, namesIn(json.targets)]).to.deep.equal([2, ["game", "marketplace"]]);
      // What was only heard of, and does not stand in the way, is left as it is.
      expect(namesIn(readFile()?.targets)).to.deep.equal(["counter", "game", "marketplace"]);

      const again = await runJson("deploy", { names: ["game"] });
      expect(again.json.sent).to.equal(0);
      const { json: all } = await runJson("deploy");
      expect([all.sent, namesIn(all.targets)]).to.deep.equal([4, [...targetNames]]);
      expect(all.targets).to.deep.include.members(json.targets);
      expect(await sentBy(first)).to.equal(targetNames.length);
      expect(readFile()?.targets).to.deep.equal(all.targets);
    });

    it("refuses a name that is no target's, before the chain is asked", async () => {
      const env = { WORLD_RPC_URL: "http://127.0.0.1:1" };
      const { exitCode, json } = await stage().runJson("deploy", { names: ["game", "erc20"] }, env);
      expect(exitCode).to.equal(1);
      expect(json.error.problems).to.have.length(1);
      expect(json.error.problems[0]).to.include({ field: "names", value: "erc20" });
    });

    it("sends nothing where the deployer cannot pay, and begins no journal", async () => {
      const { runJson, sentBy, folder } = stage();
      const key = generatePrivateKey();
      const { exitCode, json } = await runJson("deploy", {}, { DEPLOYER_PRIVATE_KEY: key });
      expect(exitCode).to.equal(1);
      expect(json.error.code).to.equal("DEPLOYER_NOT_FUNDED");
      expect(json.error.message).to.include(privateKeyToAddress(key));
      expect(await sentBy(privateKeyToAddress(key))).to.equal(0);
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  });

  describe("on a live chain", () => {
    it("names the variable that is missing, and needs none to say what it would do", async () => {
      const { runJson, folder } = stage();
      const { url } = await asLive();
      const { exitCode, json } = await runJson("deploy", {}, { WORLD_RPC_URL: url });

      expect(exitCode).to.equal(1);
      expect(json.error.code).to.equal("INVALID_INPUT");
      expect(json.error.problems.map(({ field }: { field: string }) => field)).to.deep.equal([
        "DEPLOYER_PRIVATE_KEY",
      ]);
      expect(readdirSync(folder)).to.deep.equal([]);

      const { json: plan } = await runJson("deploy", { dryRun: true }, { WORLD_RPC_URL: url });
      expect(plan).to.include({ key: "1946", deployer: null, balance: null, treasury: null });
      expect(Number(plan.estimate.gas)).to.be.greaterThan(1_000_000);
    });

    it("signs with the key, puts the guide's counter out of its file, and shows the key nowhere", async () => {
      const { runCommand, chain, folder, readFile } = stage();
      const { url } = await asLive();
      const key = generatePrivateKey();
      const deployer = privateKeyToAddress(key);
      await chain.provider.request({
        method: "hardhat_setBalance",
        params: [deployer, toHex(parseEther("1"))],
      });
      const guide = { name: "counter", source: "guide, unverified", address: nobody };
      writeFileSync(join(folder, "1946.json"), JSON.stringify({ chainId: 1946, targets: [guide] }));

      // In a process of its own: all that it says is held.
      const { exitCode, stdout, stderr } = await runCommand(["deploy", "--treasury", nobody], {
        WORLD_RPC_URL: url,
        DEPLOYER_PRIVATE_KEY: key,
      });

      expect(exitCode, stderr).to.equal(0);
      expect(readFile("1946")?.targets.map(({ source }) => source)).to.deep.equal(
        targetNames.map(() => "deployed"),
      );
      expect(readFile("1946")?.targets[2]).to.deep.include({ constructorArguments: [nobody] });
      expect(existsSync(join(folder, "ignition/deployments/chain-1946/journal.jsonl"))).to.equal(true);
      const texts = [stdout, stderr, ...textsIn(folder)];
      expect(texts.some((text) => text.toLowerCase().includes(key.slice(2)))).to.equal(false);
    });

    it("does not take for a key what is none, and does not show it", async () => {
      const { run, runJson } = stage();
      const { url } = await asLive();
      for (const wrong of ["0x1234abcd1234", `0x${"f".repeat(64)}`]) {
        const env = { WORLD_RPC_URL: url, DEPLOYER_PRIVATE_KEY: wrong };
        const { exitCode, json } = await runJson("deploy", {}, env);
        expect(exitCode).to.equal(1);
        expect(json.error.problems).to.have.length(1);
        expect(json.error.problems[0]).to.include({ field: "DEPLOYER_PRIVATE_KEY", value: "(not shown)" });
        const { stdout, stderr } = await run("deploy", { dryRun: true }, env);
        expect(stdout + stderr).not.to.include(wrong.slice(2));
      }
    });
  });

  describe("on a world that is served", () => {
    const stops: Stop[] = [];
    afterEach(() => stopAll(stops.splice(0)));

    /** Serves what `world serve` serves, in this process. */
    async function serveHere(): Promise<ServedWorld> {
      let served: ServedWorld | undefined;
      const serving = { network: "node", ports: { chain: 0, bundler: undefined } };
      await runAction(
        async (_, hre) => {
          served = await startServing(hre, serving, stops);
        },
        { network: "node", env: {} },
        {},
      );
      return served ?? expect.fail("nothing was served");
    }

    it("deploys its own beside those that came with the world", async () => {
      const { rpcUrl, targets: served } = await serveHere();
      const { exitCode, json } = await stage().runJson("deploy", {}, { WORLD_RPC_URL: rpcUrl });

      expect(exitCode).to.equal(0);
      expect(json.key)
        .to.match(/^local\/1946-[0-9a-f]{8}$/)
        .and.not.equal(stage().key);
      const deployed = json.targets.map(({ address }: DeployedTarget) => address);
      expect(deployed).to.have.length(targetNames.length).and.not.to.include.members(Object.values(served));
      expect(stage().readFile(json.key)?.targets).to.deep.equal(json.targets);
    });
  });

  it("refuses a chain that ends with the command", async () => {
    const { folder } = stage();
    const env = { SMART_SESSIONS_DEPLOYMENTS: folder };
    const given = { names: [], treasury: undefined, dryRun: false, json: true };
    const runs = [
      await runTaskHere({ network: undefined, env }, "targets", "deploy", "--dry-run", "--json"),
      await runAction(deployTargets, { network: undefined, env }, given),
      await runAction(deployTargets, { network: "default", env }, given),
      await runAction(deployTargets, { network: "node", env }, given),
    ];
    for (const { exitCode, stdout, stderr } of runs) {
      expect(exitCode, stderr).to.equal(1);
      expect(JSON.parse(stdout).error.code).to.equal("CHAIN_ENDS_WITH_PROCESS");
      expect(JSON.parse(stdout).error.remedies[0]).to.include("--network localhost");
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("refuses a treasury that is no address, before the chain is asked", async () => {
    const env = { WORLD_RPC_URL: "http://127.0.0.1:1" };
    const { exitCode, json } = await stage().runJson("deploy", { treasury: "0x12" }, env);
    expect(exitCode).to.equal(1);
    expect(json.error.problems[0]).to.include({ field: "treasury", value: "0x12" });
  });
});

describe("targets deploy, where the targets were deployed", function () {
  this.timeout(60_000);

  const stage = deployedStage();

  it("sends nothing, and says so", async () => {
    const { run, runJson, readFile, first, sentBy, targets } = stage();
    const { exitCode, stdout, stderr } = await run("deploy");

    expect(exitCode, stderr).to.equal(0);
    expect(stdout).to.match(/^Nothing was sent to localhost/);
    expect(await sentBy(first)).to.equal(targetNames.length);
    expect(readFile()?.targets).to.deep.equal(targets);

    const { json } = await runJson("deploy", { dryRun: true });
    expect(json.estimate).to.include({ gas: "0", cost: "0" });
    expect(json.standing).to.deep.equal(targets);
  });

  it("writes the file that the last run did not come to write", async () => {
    const { runJson, readFile, first, sentBy, folder, key, targets } = stage();
    rmSync(join(folder, `${key}.json`));

    const { json } = await runJson("deploy");

    expect(json.sent).to.equal(0);
    expect(await sentBy(first)).to.equal(targetNames.length);
    expect(readFile()?.targets).to.deep.equal(targets);
  });

  it("overwrites nothing when the chain does not have what the journal says was deployed", async () => {
    const { runJson, readFile, chain, first, sentBy, targets } = stage();
    const [counter] = targets;
    await chain.provider.request({ method: "hardhat_setCode", params: [counter?.address, "0x"] });

    for (const dryRun of [false, true]) {
      const { exitCode, json } = await runJson("deploy", { dryRun });
      expect(exitCode).to.equal(1);
      expect(json.error.code).to.equal("DEPLOYMENT_NOT_ON_CHAIN");
      expect(json.error.message).to.include(`counter (${counter?.address})`);
      expect(json.error.message).not.to.include("token");
    }
    expect(readFile()?.targets).to.deep.equal(targets);
    expect(await sentBy(first)).to.equal(targetNames.length);
  });

  it("overwrites nothing when the file knows of targets that the journal does not", async () => {
    const { runJson, readFile, journal, first, sentBy, targets } = stage();
    rmSync(journal, { recursive: true });

    const { exitCode, json } = await runJson("deploy");

    expect(exitCode).to.equal(1);
    expect(json.error.code).to.equal("DEPLOYMENT_CHANGED");
    expect(readFile()?.targets).to.deep.equal(targets);
    expect(await sentBy(first)).to.equal(targetNames.length);
  });

  it("does not pass for another treasury what was deployed for one", async () => {
    const { exitCode, json } = await stage().runJson("deploy", { treasury: nobody });
    expect(exitCode).to.equal(1);
    expect(json.error.code).to.equal("DEPLOYMENT_CHANGED");
    expect(json.error.message).to.include(nobody);
  });

  it("sends nothing when the journal or the file is damaged", async () => {
    const { runJson, journal, folder, key, first, sentBy } = stage();
    for (const file of [join(folder, `${key}.json`), join(journal, "journal.jsonl")]) {
      const whole = readFileSync(file, "utf8");
      writeFileSync(file, whole.slice(0, -20));
      const { exitCode, json } = await runJson("deploy");
      expect(exitCode).to.equal(1);
      expect(json.error.code).to.equal("DEPLOYMENTS_FILE");
      expect(json.error.message).to.include(file);
      writeFileSync(file, whole);
    }
    expect(await sentBy(first)).to.equal(targetNames.length);
  });
});
