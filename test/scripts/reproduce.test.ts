import { expect } from "chai";
import { network } from "hardhat";
import type { JsonRpcServer } from "hardhat/types/network";
import { borrowChain } from "../../scripts/borrowChain.ts";
import reproduce from "../../scripts/sessions/reproduce.ts";
import { createWorld, httpProvider, scenarios } from "../../src/index.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { runAction } from "../helpers/runAction.ts";
import { runTaskHere } from "../helpers/runTaskHere.ts";

const run = (...words: string[]) => runTaskHere({ network: "default" }, "sessions", ...words);

describe("sessions scenarios and sessions reproduce, as commands", () => {
  it("lists every scenario, for people and for programs", async () => {
    const [told, listed] = [await run("scenarios"), await run("scenarios", "--json")];
    expect([told.exitCode, listed.exitCode]).to.deep.equal([0, 0]);
    for (const { id, title } of scenarios)
      expect(told.stdout).to.match(new RegExp(`^  ${id} +${title}`, "m"));
    const ids = JSON.parse(listed.stdout).scenarios.map((one: { id: string }) => one.id);
    expect(ids).to.deep.equal(scenarios.map(({ id }) => id));
  });

  it("plays one, and shows symptom, diagnosis, remedy and proof", async () => {
    const { exitCode, stdout, stderr } = await run("reproduce", "max-total-value", "--account", "nexus");
    expect(exitCode).to.equal(0);
    const headings = [
      "Symptom",
      "Before it was sent (sessions doctor)",
      "What happened",
      "Diagnosis (sessions explain)",
      "Cause",
      "Remedy",
      "Proof",
    ];
    expect(stdout.split("\n").filter((line) => headings.includes(line))).to.deep.equal(headings);
    expect(stdout).to.include("0.05 of 0.07 ETH is used, this call needs 0.03");
    expect(stdout).to.include("the account's NFTs: stays 1").and.to.include("the account's NFTs: 1 → 2");
    expect(stdout).to.match(/✓ All of it went as the scenario says\.\n$/);
    expect(stderr).to.include("World: ");
  });

  it("gives JSON alone on standard output", async () => {
    const { exitCode, stdout } = await run("reproduce", "first-use", "--json");
    expect(exitCode).to.equal(0);
    const { scenario, account, release, costs, problems } = JSON.parse(stdout);
    expect([scenario.id, account.kind, release]).to.deep.equal(["first-use", "safe7579", releaseOfRun()]);
    expect(costs).to.have.lengthOf(3);
    expect(problems).to.deep.equal([]);
  });

  it("ends with 1 for what there is not, and says what there is", async () => {
    const unknown = await run("reproduce", "expire");
    expect(unknown.exitCode).to.equal(1);
    expect(unknown.stderr).to.include('Error SCENARIO_NOT_FOUND: There is no scenario "expire".');
    expect(unknown.stderr).to.include("→ Did you mean: expired?");
    const kind = await run("reproduce", "expired", "--account", "simple");
    expect(kind.exitCode).to.equal(1);
    expect(kind.stderr).to.include('account: "simple" is not a kind of account');
    const notThere = await run("reproduce", "module-twice", "--account", "kernel");
    expect(notThere.exitCode).to.equal(1);
    expect(notThere.stderr).to.include(
      "Error SCENARIO_NOT_FOR: The scenario module-twice cannot be reproduced here",
    );
  });

  describe("on a chain that is served", () => {
    let node: JsonRpcServer;
    let rpcUrl: string;
    before(async () => {
      node = await network.createServer("node", "127.0.0.1", 0);
      rpcUrl = `http://127.0.0.1:${(await node.listen()).port}`;
      await createWorld(httpProvider(rpcUrl));
    });
    after(() => node.close());

    const play = () =>
      runAction(
        reproduce,
        { network: "localhost", rpcUrl, env: {} },
        { id: "not-yet-valid", account: undefined, json: false },
      );
    const stateOf = async () => {
      const block = (tag: string) =>
        httpProvider(rpcUrl).request({ method: "eth_getBlockByNumber", params: [tag, false] });
      const [latest, pending] = [await block("latest"), await block("pending")];
      return { hash: latest.hash, number: Number(latest.number), time: Number(pending.timestamp) };
    };

    it("says that the chain is put back, and puts it back", async () => {
      const before = await stateOf();
      const { exitCode, stderr } = await play();
      expect(exitCode, stderr).to.equal(0);
      expect(stderr).to.include(`This chain is put back to block ${before.number} afterwards`);
      const after = await stateOf();
      expect(after.hash).to.equal(before.hash);
      // The scenario moves the clock by ten minutes.
      expect(after.time - before.time).to.be.within(0, 300);
    });

    it("does not begin while another command works on the chain, and does afterwards", async () => {
      const connection = { provider: httpProvider(rpcUrl), networkConfig: { type: "http" as const } };
      const busy = await borrowChain(connection, play);
      expect(busy.exitCode).to.equal(1);
      expect(busy.stderr).to.include(
        "Error CHAIN_BUSY: Another command (prove, reproduce) works on this chain 1946",
      );
      expect((await play()).exitCode).to.equal(0);
    });
  });
});
