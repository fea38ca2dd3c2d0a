import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect } from "chai";
import { network } from "hardhat";

const run = promisify(execFile);

/** What a team's own program does: no Hardhat, an RPC by its URL, and the library. */
const program = (library: string, url: string) => `
  import { http } from ${JSON.stringify(import.meta.resolve("viem"))};
  import { privateKeyToAccount } from ${JSON.stringify(import.meta.resolve("viem/accounts"))};
  import { contractArtifact, createHarness, deployContract, toJson } from ${JSON.stringify(library)};

  const harness = await createHarness({ provider: http(${JSON.stringify(url)})({}) });
  const { abi, bytecode } = contractArtifact("targets/Counter");
  const target = await deployContract(harness.world, bytecode);
  const key = privateKeyToAccount("0x${"11".repeat(32)}");
  const account = await harness.createAccount();
  const session = harness.compile({ sessionKey: key.address, target, function: "increment", abi, maxUses: 1 });
  const use = () => harness.use({ account, session, key, calls: [{ to: target, data: "0xd09de08a" }] });
  const outcomes = [
    await harness.install(account),
    await harness.enable(account, [session]),
    await use(),
    await use(),
  ];
  const count = await harness.world.client.readContract({
    address: target, abi, functionName: "counts", args: [account.address],
  });
  console.log(toJson({ outcomes, count }));
`;

describe("the library over HTTP, from a folder without a Hardhat config", () => {
  it("enables a session, uses it, and is refused when it is used up", async () => {
    const server = await network.createServer("default", "127.0.0.1", 0);
    const folder = await mkdtemp(join(tmpdir(), "consumer-"));
    try {
      const { address, port } = await server.listen();
      expect(address).to.equal("127.0.0.1");
      const library = new URL("../src/index.ts", import.meta.url).href;
      const file = join(folder, "program.mts");
      await writeFile(file, program(library, `http://127.0.0.1:${port}`));

      const { stdout } = await run(process.execPath, ["--import", import.meta.resolve("tsx"), file], {
        cwd: folder,
        env: { PATH: process.env.PATH },
      });

      const { outcomes, count } = JSON.parse(stdout);
      expect(outcomes.map(({ status }: { status: string }) => status)).to.deep.equal([
        "accepted",
        "accepted",
        "accepted",
        "rejected",
      ]);
      expect(outcomes[3].refusal).to.include({ layer: "policy", code: "PolicyViolation", rule: "maxUses" });
      expect(count).to.equal("1");
    } finally {
      await server.close();
      await rm(folder, { recursive: true });
    }
  });
});
