import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { encodeAbiParameters } from "viem";
import { type HeldTarget, targetNames } from "../../src/index.ts";
import { blockscout, type Verdict } from "./blockscout.ts";
import { deployedStage } from "./targetsStage.ts";

const guideCounter = "0x6bcf154A6B80fDE9bd1556d39C9bCbB19B539Bd8";

describe("targets verify, as a command", () => {
  const stage = deployedStage();
  const statesOf = (json: { targets: readonly HeldTarget[] }) => json.targets.map(({ state }) => state);

  it("finds that what stands is what was deployed", async () => {
    const { run, runJson } = stage();
    const { exitCode, json } = await runJson("verify");
    expect(exitCode).to.equal(0);
    expect(json.ok).to.equal(true);
    expect(statesOf(json)).to.deep.equal(targetNames.map(() => "same"));
    expect((await run("verify")).stdout).to.include("All is as it should be.");
  });

  it("ends with 1 where another contract stands, or none", async () => {
    const { runJson, chain, targets } = stage();
    const [counter, token] = targets;
    await chain.provider.request({ method: "hardhat_setCode", params: [counter?.address, "0x00"] });
    await chain.provider.request({ method: "hardhat_setCode", params: [token?.address, "0x"] });

    const { exitCode, json } = await runJson("verify");

    expect(exitCode).to.equal(1);
    expect(json.ok).to.equal(false);
    expect(statesOf(json)).to.deep.equal(["other", "absent", ...targetNames.slice(2).map(() => "same")]);
    expect(json.targets[0]).to.include({ expected: counter?.codeHash });
  });

  it("says of a chain of which nothing is known that nothing is", async () => {
    const { runJson, folder, key } = stage();
    rmSync(join(folder, `${key}.json`));
    const { exitCode, json } = await runJson("verify");
    expect(exitCode).to.equal(1);
    expect(json.error.code).to.equal("NO_DEPLOYMENTS");
  });

  it("takes the guide's counter for what it is: there, or not, and vouched for by nobody", async () => {
    const { chain, runJson, relay, folder } = stage();
    const live = await relay((method) => (method === "hardhat_metadata" ? "refuse" : "pass"));
    const env = { WORLD_RPC_URL: live.url };
    const named = { name: "counter", source: "guide, unverified", address: guideCounter };
    writeFileSync(join(folder, "1946.json"), JSON.stringify({ chainId: 1946, targets: [named] }));

    const before = await runJson("verify", {}, env);
    expect(before.exitCode).to.equal(1);
    await chain.provider.request({ method: "hardhat_setCode", params: [guideCounter, "0x00"] });
    const after = await runJson("verify", {}, env);

    expect(after.exitCode).to.equal(0);
    const held = { ...named, expected: null };
    expect(before.json.targets[0]).to.deep.equal({ ...held, state: "absent", codeHash: null });
    expect(after.json.targets[0]).to.deep.include({ ...held, state: "present" });
  });

  describe("--sources", () => {
    let explorer: Awaited<ReturnType<typeof blockscout>> | undefined;
    afterEach(() => explorer?.close());
    const explore = async (judge: (address: string) => Verdict) => {
      explorer = await blockscout(judge);
      const { url, submissions } = explorer;
      return { env: { SONEIUM_MINATO_BLOCKSCOUT_URL: url }, submissions };
    };

    it("has the chain's Blockscout verify the sources that it does not have yet", async () => {
      const { targets, first, runWords } = stage();
      const [counter, ...others] = targets;
      const { env, submissions } = await explore((address) =>
        address === counter?.address ? "known" : "fits",
      );
      const { exitCode, stdout, stderr } = await runWords(["verify", "--sources", "--json"], env);
      const json = JSON.parse(stdout);

      expect(exitCode, stderr).to.equal(0);
      expect(json.targets.map((target: HeldTarget) => target.sources?.state)).to.deep.equal(
        targetNames.map(() => "verified"),
      );
      expect(submissions.map((one) => one.contractaddress)).to.deep.equal(
        others.map(({ address }) => address),
      );
      for (const { compilerversion, sourceCode } of submissions) {
        expect(compilerversion).to.equal("v0.8.28+commit.7893614a");
        const { settings } = JSON.parse(sourceCode);
        expect(settings).to.deep.include({
          optimizer: { enabled: true, runs: 200 },
          evmVersion: "cancun",
        });
      }
      expect(submissions[1]?.contractname).to.match(/contracts\/targets\/Nft\.sol:Nft$/);
      expect(`0x${submissions[1]?.constructorArguments}`).to.equal(
        encodeAbiParameters([{ type: "address" }], [first]),
      );
    });

    it("ends with 1 where the explorer finds that they do not fit, and says for which", async () => {
      const [, token] = stage().targets;
      const { env } = await explore((address) => (address === token?.address ? "does not fit" : "known"));
      const { exitCode, json } = await stage().runJson("verify", { sources: true }, env);
      expect(exitCode).to.equal(1);
      expect(json.targets.map((target: HeldTarget) => target.sources?.state)).to.deep.equal(
        targetNames.map((name) => (name === "token" ? "refused" : "verified")),
      );
      expect(json.targets[1].sources.reason).to.include("Unable to verify");
    });

    it("asks no explorer of a live chain about a local one", async () => {
      const { exitCode, json } = await stage().runJson("verify", { sources: true });
      expect(exitCode).to.equal(1);
      expect(json.error.problems[0].field).to.equal("sources");
    });
  });

  it("refuses a file of another chain", async () => {
    const { runJson, folder, key } = stage();
    writeFileSync(join(folder, `${key}.json`), JSON.stringify({ chainId: 1868, targets: [] }));
    const { exitCode, json } = await runJson("verify");
    expect(exitCode).to.equal(1);
    expect(json.error.code).to.equal("DEPLOYMENTS_FILE");
  });
});
