import { expect } from "chai";
import { keccak256 } from "viem";
import type { DeployedTarget, TargetName } from "../../src/index.ts";
import type { Judgement } from "./relay.ts";
import { killDuringDeploy, type TargetsStage, targetsStage } from "./targetsStage.ts";

/** As few as the rules need. */
const names: readonly TargetName[] = ["counter", "token", "nft"];

/** All stand, each deployed by one transaction of its own. */
async function expectDeployedOnce(
  { chain, first, sentBy, readFile }: TargetsStage,
  result: { exitCode: number; json: { targets: readonly DeployedTarget[] } },
): Promise<void> {
  expect(result.exitCode, JSON.stringify(result.json)).to.equal(0);
  expect(await sentBy(first), "transactions of the deployer").to.equal(names.length);
  const { targets } = result.json;
  expect(targets.map(({ name }) => name)).to.deep.equal(names);
  expect(new Set(targets.map(({ transaction }) => transaction)).size).to.equal(names.length);
  for (const { address, codeHash } of targets) {
    expect(keccak256((await chain.client.getCode({ address })) ?? "0x")).to.equal(codeHash);
  }
  expect(readFile()?.targets).to.deep.equal(targets);
}

/** Passes everything on; calls back once the command waits, which it does by asking for the latest block. */
function onceAllAreSent(count: number, callBack: () => void): (method: string) => Judgement {
  let sent = 0;
  let told = false;
  return (method) => {
    if (method === "eth_sendTransaction") sent += 1;
    else if (!told && sent === count && method === "eth_getBlockByNumber") {
      told = true;
      callBack();
    }
    return "pass";
  };
}

describe("targets deploy, killed on the way and run again", function () {
  // What is killed is a process of its own; one at a time, as two that build at once are in each other's way.
  this.timeout(120_000);

  const stage = targetsStage();

  it("sends what the chain never received", async () => {
    const { url, relay, runJson, first, sentBy } = stage();
    const cut = await relay((method, count) =>
      method === "eth_sendTransaction" && count === 2 ? "swallow" : "pass",
    );
    await killDuringDeploy(stage(), cut.url, names, cut.swallowed);
    expect(await sentBy(first)).to.equal(1);

    const again = await runJson("deploy", { names }, { WORLD_RPC_URL: url });

    expect(again.json.sent).to.equal(names.length - 1);
    await expectDeployedOnce(stage(), again);
  });

  it("takes for its own what the chain has mined, and nobody was told of", async () => {
    const { relay, runJson, first, sentBy, chain } = stage();
    const cut = await relay((method, count) =>
      method === "eth_sendTransaction" && count === 2 ? "keep" : "pass",
    );
    await killDuringDeploy(stage(), cut.url, names, cut.swallowed);
    expect(await sentBy(first)).to.equal(2);
    // It is in the last block no longer. (hardhat_mine skips blocks, and EDR 0.20 ends the process on OP chains.)
    for (let block = 0; block < 20; block += 1) await chain.provider.request({ method: "evm_mine" });

    const again = await runJson("deploy", { names });

    expect(again.json.sent).to.equal(names.length - 2);
    await expectDeployedOnce(stage(), again);
  });

  it("takes for its own what waits to be mined, and nobody was told of", async () => {
    const { relay, runJson, chain } = stage();
    await chain.provider.request({ method: "evm_setAutomine", params: [false] });
    const cut = await relay((method) => (method === "eth_sendTransaction" ? "keep" : "pass"));
    await killDuringDeploy(stage(), cut.url, names, cut.swallowed);

    // The chain mines when the command waits for it, having sent the others.
    const mine = () => chain.provider.request({ method: "evm_mine" });
    const watched = await relay(onceAllAreSent(names.length - 1, mine));
    const again = await runJson("deploy", { names }, { WORLD_RPC_URL: watched.url });

    expect(again.json.sent).to.equal(names.length - 1);
    await expectDeployedOnce(stage(), again);
  });

  it("waits for what it has sent, and the chain has not mined yet", async () => {
    const { relay, runJson, chain } = stage();
    await chain.provider.request({ method: "evm_setAutomine", params: [false] });
    let sent = () => {};
    const allSent = new Promise<void>((resolve) => {
      sent = resolve;
    });
    const watched = await relay(onceAllAreSent(names.length, sent));
    await killDuringDeploy(stage(), watched.url, names, allSent);
    await chain.provider.request({ method: "evm_mine" });

    const again = await runJson("deploy", { names });

    expect(again.json.sent).to.equal(0);
    await expectDeployedOnce(stage(), again);
  });

  it("goes on where the chain refused a transaction, and says what it answered", async () => {
    const { relay, runJson } = stage();
    const cut = await relay((method, count) =>
      method === "eth_sendTransaction" && count === 2 ? "refuse" : "pass",
    );
    const refused = await runJson("deploy", { names }, { WORLD_RPC_URL: cut.url });
    expect(refused.exitCode).to.equal(1);
    expect(refused.json.error.code).to.equal("DEPLOYMENT_FAILED");
    expect(refused.json.error.message).to.include("no such method");

    const again = await runJson("deploy", { names });

    expect(again.json.sent).to.equal(names.length - 1);
    await expectDeployedOnce(stage(), again);
  });

  it("brings what was begun to its end, also where a target is named that stands already", async () => {
    const { relay, runJson, first, sentBy } = stage();
    const cut = await relay((method, count) =>
      method === "eth_sendTransaction" && count === 2 ? "refuse" : "pass",
    );
    const begun: readonly TargetName[] = ["counter", "marketplace"];
    expect((await runJson("deploy", { names: begun }, { WORLD_RPC_URL: cut.url })).exitCode).to.equal(1);

    const again = await runJson("deploy", { names: ["counter"] });

    expect(again.exitCode, JSON.stringify(again.json)).to.equal(0);
    expect(again.json.targets.map(({ name }: DeployedTarget) => name)).to.deep.equal(begun);
    expect(await sentBy(first)).to.equal(2);
  });

  it("does not go on from another account than the one that began", async () => {
    const { relay, runJson, first, sentBy } = stage();
    const cut = await relay((method, count) =>
      method === "eth_sendTransaction" && count === 2 ? "refuse" : "pass",
    );
    await runJson("deploy", { names }, { WORLD_RPC_URL: cut.url });

    const { exitCode, json } = await runJson(
      "deploy",
      { names },
      { DEPLOYER_PRIVATE_KEY: `0x${"11".repeat(32)}` },
    );

    expect(exitCode).to.equal(1);
    expect(json.error.code).to.equal("DEPLOYMENT_CHANGED");
    expect(json.error.message).to.include(first);
    expect(await sentBy(first)).to.equal(1);
  });
});
