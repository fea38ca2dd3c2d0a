import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import {
  type DeployedTarget,
  DeploymentsFileError,
  findTarget,
  readDeployments,
  writeDeployments,
} from "../../src/index.ts";
import { expectToReject } from "../helpers/expectToReject.ts";

const counter: DeployedTarget = {
  name: "counter",
  source: "deployed",
  contract: "contracts/targets/Counter.sol:Counter",
  address: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  deployer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  transaction: `0x${"1c".repeat(32)}`,
  block: 1,
  codeHash: `0x${"26".repeat(32)}`,
  constructorArguments: [],
  compiler: { version: "0.8.28+commit.7893614a", optimizerRuns: 200, evmVersion: "cancun" },
};

describe("deployments", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "deployments-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("are read as they were written, under the chain's key", async () => {
    for (const key of ["1946", "local/1946-0fb3c2a1"]) {
      const file = await writeDeployments(folder, key, { chainId: 1946, targets: [counter] });
      expect(file).to.equal(join(folder, `${key}.json`));
      expect(await readDeployments(folder, key)).to.deep.equal({ chainId: 1946, targets: [counter] });
    }
  });

  it("are none where there is no file", async () => {
    for (const key of ["1946", "local/1946-0fb3c2a1"]) {
      expect(await readDeployments(folder, key)).to.deep.equal({ chainId: 1946, targets: [] });
    }
    expect(readdirSync(folder)).to.deep.equal([]);
  });

  it("are found by name", () => {
    const deployments = { chainId: 1946, targets: [counter] };
    expect(findTarget(deployments, "counter")).to.equal(counter);
    expect(findTarget(deployments, "nft")).to.equal(undefined);
  });

  it("name the guide's counter on Minato, as nobody's own", async () => {
    const committed = fileURLToPath(new URL("../../deployments", import.meta.url));
    const { chainId, targets } = await readDeployments(committed, "1946");
    expect(chainId).to.equal(1946);
    const found = findTarget({ chainId, targets }, "counter");
    // Until `targets deploy` has put one of our own in its place.
    if (found?.source !== "deployed") {
      expect(found).to.deep.equal({
        name: "counter",
        source: "guide, unverified",
        address: "0x6bcf154A6B80fDE9bd1556d39C9bCbB19B539Bd8",
      });
    }
  });

  const damaged: Readonly<Record<string, unknown>> = {
    "holds half of its text": '{"chainId": 1946, "targets": [',
    "is of another chain": { chainId: 1868, targets: [] },
    "names a target twice": { chainId: 1946, targets: [counter, counter] },
    "names a target that there is none of": { chainId: 1946, targets: [{ ...counter, name: "lottery" }] },
    "has an address that is none": { chainId: 1946, targets: [{ ...counter, address: "0x12" }] },
    "lacks a field": { chainId: 1946, targets: [{ ...counter, codeHash: undefined }] },
    "has a field that nothing reads": { chainId: 1946, targets: [{ ...counter, note: "mine" }] },
  };
  for (const [what, content] of Object.entries(damaged)) {
    it(`are refused where the file ${what}`, async () => {
      const file = join(folder, "1946.json");
      writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
      const error = await expectToReject(readDeployments(folder, "1946"), DeploymentsFileError);
      expect(error.file).to.equal(file);
      expect(error.remedies).not.to.have.length(0);
    });
  }

  it("are refused where the file cannot be read, or written", async () => {
    mkdirSync(join(folder, "1946.json"));
    await expectToReject(readDeployments(folder, "1946"), DeploymentsFileError);
    writeFileSync(join(folder, "local"), "a file in the folder's place");
    await expectToReject(
      writeDeployments(folder, "local/1946-0fb3c2a1", { chainId: 1946, targets: [] }),
      DeploymentsFileError,
    );
  });

  it("are written for people: a line each, and one at the end", async () => {
    const file = await writeDeployments(folder, "1946", { chainId: 1946, targets: [counter] });
    const text = readFileSync(file, "utf8");
    expect(text.endsWith("}\n")).to.equal(true);
    expect(text.split("\n").length).to.be.greaterThan(10);
  });
});
