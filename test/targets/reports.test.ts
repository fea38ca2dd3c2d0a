import { expect } from "chai";
import {
  type DeployedTarget,
  DeployerNotFundedError,
  DeploymentNotOnChainError,
  deployReport,
  type HeldTarget,
  planReport,
  TransactionWaitsError,
  targetsReport,
} from "../../src/index.ts";

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const hash = `0x${"26".repeat(32)}` as const;

const counter: DeployedTarget = {
  name: "counter",
  source: "deployed",
  contract: "contracts/targets/Counter.sol:Counter",
  address,
  deployer: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  transaction: hash,
  block: 7,
  codeHash: hash,
  constructorArguments: [],
  compiler: { version: "0.8.28+commit.7893614a", optimizerRuns: 200, evmVersion: "cancun" },
};

const chain = { network: "soneiumMinato", key: "1946" };

describe("planReport", () => {
  const estimate = {
    contracts: [{ name: "token", contract: "contracts/targets/Token.sol:Token", gas: 519_063n }],
    gas: 519_063n,
    gasPrice: 1_000_000_000n,
    l1Fee: 1_000_000_000_000n,
    cost: 520_063_000_000_000n,
  } as const;

  it("says what would be deployed, from whom, and at what cost", () => {
    const text = planReport({
      ...chain,
      deployer: counter.deployer,
      balance: 1n,
      treasury: address,
      standing: [counter],
      estimate,
    });
    expect(text).to.include("nothing was sent").and.include("519,063 at 1 gwei");
    expect(text).to.include("about 0.000520063 ETH, of which 0.000001 ETH for data");
    expect(text).to.include(`from      ${counter.deployer}`).and.include(`treasury  ${address}`);
    expect(text).to.include("ETH: not enough").and.include(`counter     ${address}  (block 7)`);
  });

  it("says that nobody is named who deploys, and by what one is", () => {
    const nobody = { deployer: null, balance: null, treasury: null };
    const text = planReport({ ...chain, ...nobody, standing: [], estimate });
    expect(text).to.include("DEPLOYER_PRIVATE_KEY is not set").and.include("treasury  the deployer");
    expect(text).not.to.include("balance");
  });
});

describe("deployReport", () => {
  it("says how much was sent, and where it is written down", () => {
    const done = { ...chain, file: "deployments/1946.json", targets: [counter] };
    expect(deployReport({ ...done, sent: 1 })).to.include("with 1 transaction:");
    expect(deployReport({ ...done, sent: 3 })).to.include("with 3 transactions:");
    expect(deployReport({ ...done, sent: 0 }))
      .to.match(/^Nothing was sent/)
      .and.include("deployments/1946.json");
  });
});

describe("targetsReport", () => {
  const held = (state: HeldTarget["state"]): HeldTarget => ({
    name: "counter",
    address,
    source: "deployed",
    state,
    codeHash: state === "absent" ? null : hash,
    expected: hash,
  });

  it("says which contract is another one, and that not all is well", () => {
    const text = targetsReport({ ...chain, targets: [held("other")], ok: false });
    expect(text).to.include("OTHER").and.include("it is another contract").and.include("Not all is");
  });

  it("warns of a contract that nobody vouches for", () => {
    const text = targetsReport({ ...chain, targets: [held("present")], ok: true });
    expect(text).to.include("look at it before you grant a session on it");
  });

  it("says why the explorer has not verified the sources", () => {
    const sources = { state: "refused", reason: "They do not fit." } as const;
    const text = targetsReport({ ...chain, targets: [{ ...held("same"), sources }], ok: false });
    expect(text).to.include("refused").and.include("They do not fit.");
  });
});

describe("the errors of deployments", () => {
  it("say what is wrong, and what to do", () => {
    const absent = new DeploymentNotOnChainError({
      key: "1946",
      absent: [{ name: "counter", address }],
      journal: "deployments/ignition/deployments/chain-1946",
    });
    expect(absent.shortMessage).to.include(`counter (${address})`);
    expect(absent.remedies[1]).to.include("move deployments/ignition/deployments/chain-1946 away");

    const poor = new DeployerNotFundedError({ deployer: address, balance: 1n, cost: 2n });
    expect(poor.shortMessage).to.equal(`The deployer ${address} has 1 wei, and deploying costs about 2 wei.`);

    const waits = new TransactionWaitsError({ sender: address, nonce: 4 });
    expect(waits.message).to.include("the nonce 4").and.include("nothing is deployed twice");
  });
});
