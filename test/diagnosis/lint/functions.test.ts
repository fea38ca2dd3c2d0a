import { expect } from "chai";
import { lintFile, sound } from "./lintFile.ts";

const one = "0x2222222222222222222222222222222222222222";
const holding = (argument: string | number, value: unknown = one) => ({
  argument,
  condition: "equal",
  value,
});
const limited = {
  name: "act",
  target: sound.target,
  maxTotalValue: 0,
  maxUses: 3,
  duration: "1 day",
};
/** What is found of a session whose limits leave its arguments alone. */
async function foundOf(called: string, argumentRules: readonly object[] = [], given: object = {}) {
  const session = { ...limited, function: called, argumentRules, ...given };
  const { findings } = await lintFile({ sessions: [session] });
  return findings.map(({ rule, severity }) => `${severity} ${rule}`);
}

/** Each with the argument that tames it, if a rule can hold that. */
const approvals: readonly (readonly [string, "error" | "warning", (string | number)?])[] = [
  ["approve(address,uint256)", "error", 0],
  ["approve(address,uint256,uint256)", "error", 0],
  ["setOperator(address,bool)", "error", 0],
  ["allow(address,bool)", "error", 0],
  ["setAuthorization(address,bool)", "error", 0],
  ["approve(address,address,uint160,uint48)", "error", 1],
  ["permit(address,address,uint256,uint256,uint8,bytes32,bytes32)", "warning", 1],
  ["permit(address,address,uint256,uint256,bool,uint8,bytes32,bytes32)", "warning", 1],
  ["permit(address,((address,uint160,uint48,uint48),address,uint256),bytes)", "warning", "1.1"],
  ["permit(address,((address,uint160,uint48,uint48)[],address,uint256),bytes)", "warning"],
  ["delegate(address)", "warning", 0],
];

const transfers: readonly (readonly [string, (string | number)?])[] = [
  ["safeBatchTransferFrom(address,address,uint256[],uint256[],bytes)", 1],
  ["transferFromAndCall(address,address,uint256)", 1],
  ["operatorSend(address,address,uint256,bytes,bytes)", 1],
  ["transfer(address,uint256,uint256)", 0],
  ["transferFrom((address,address,uint160,address)[])"],
  ["withdrawTo(address,uint256)", 0],
  ["withdraw(uint256 assets,address receiver,address owner)", "receiver"],
  ["redeem(uint256 shares,address receiver,address owner)", "receiver"],
  ["withdraw(address,uint256,address)", 2],
  ["swapExactTokensForTokens(uint256,uint256,address[] path,address to,uint256)", "to"],
  ["swapExactETHForTokens(uint256,address[],address,uint256)", 2],
  ["exactInputSingle((address,address,uint24,address,uint256,uint256,uint256,uint160))", "0.3"],
  ["exactInputSingle((address,address,uint24,address,uint256,uint256,uint160))", "0.3"],
  ["exactInput((bytes,address,uint256,uint256,uint256))"],
];

const carriers = [
  "multicall(bytes[])",
  "tryBlockAndAggregate(bool,(address,bytes)[])",
  "blockAndAggregate((address,bytes)[])",
  "execute(address,bytes)",
  "execute(bytes)",
  "exec(address,bytes)",
  "executeBatch(bytes32,bytes)",
  "batch(bytes[],bool)",
  "functionCall(address,bytes)",
  "forward((address,address,uint256,uint256,uint256,bytes),bytes)",
];

/** Of a function without arguments no policy keeps a limit of value beside the uses. */
const unvalued = (called: string) => ({ maxTotalValue: undefined, abi: [`function ${called}`] });
const administration = [
  "upgrade(address,address)",
  "setImplementation(address)",
  "setPendingAdmin(address)",
  "setMinter(address)",
  "acceptOwnership()",
  "swapOwner(address,address,address)",
  "addOwnerWithThreshold(address,uint256)",
  "disableModule(address,address)",
  "setProtocolGovernor(address)",
];

describe("what lint knows of functions", () => {
  for (const [called, severity, spender] of approvals) {
    it(`finds power for anybody in ${called}`, async () => {
      expect(await foundOf(called)).to.deep.equal([`${severity} open-approval`]);
      if (spender !== undefined) expect(await foundOf(called, [holding(spender)])).to.deep.equal([]);
    });
  }

  for (const [called, recipient] of transfers) {
    it(`finds that anybody gets all in ${called}`, async () => {
      expect(await foundOf(called)).to.deep.equal(["warning open-transfer"]);
      if (recipient !== undefined) expect(await foundOf(called, [holding(recipient)])).to.deep.equal([]);
    });
  }

  for (const called of carriers) {
    it(`finds calls within ${called}`, async () => {
      expect(await foundOf(called)).to.deep.equal(["warning nested-calls"]);
    });
  }

  it("finds no calls within what has such a name and carries no bytes, or carries them to a callback", async () => {
    for (const called of ["execute(uint256)", "forward(bytes32)", "callback(bytes)", "batchMint(uint256[])"])
      expect(await foundOf(called), called).to.deep.equal([]);
  });

  for (const called of administration) {
    it(`finds administration in ${called}`, async () => {
      expect(await foundOf(called, [], unvalued(called))).to.deep.equal(["warning administration"]);
    });
  }

  it("finds no administration in what only sounds like it", async () => {
    for (const called of ["upgradeHero(uint256)", "setPrice(uint256)", "getOwner()", "updateScore(uint256)"])
      expect(await foundOf(called, [], unvalued(called)), called).to.deep.equal([]);
  });

  it("finds burning without a limit", async () => {
    for (const called of ["burn(uint256)", "burn(address,uint256,uint256)", "burnFrom(address,uint256)"])
      expect(await foundOf(called), called).to.deep.equal(["warning open-transfer"]);
    expect(await foundOf("burn(uint256)", [{ argument: 0, maxTotal: 5 }])).to.deep.equal([]);
  });

  describe("how much is taken:", () => {
    const transfer = "transfer(address,uint256)";
    const ofMost = 2n ** 256n - 1n;
    const most = (argument: number, value: unknown) => ({ argument, condition: "lessThanOrEqual", value });

    it("is limited by a total of the amount, and by each call's where calls are counted", async () => {
      expect(await foundOf(transfer, [{ argument: 1, maxTotal: 5 }])).to.deep.equal([]);
      expect(await foundOf(transfer, [most(1, 5)])).to.deep.equal([]);
      const uncounted = { maxUses: undefined, maxOperations: 3 };
      expect(await foundOf(transfer, [most(1, 5)], uncounted)).to.deep.equal(["warning open-transfer"]);
    });

    it("is not limited by a total that nobody means", async () => {
      expect(await foundOf(transfer, [{ argument: 1, maxTotal: String(ofMost) }])).to.have.members([
        "warning boundless-limit",
        "warning open-transfer",
      ]);
    });

    it("is not limited by a total of another argument", async () => {
      const erc1155 = "safeTransferFrom(address,address,uint256,uint256,bytes)";
      expect(await foundOf(erc1155, [{ argument: 2, maxTotal: 9 }])).to.deep.equal(["warning open-transfer"]);
      expect(await foundOf(erc1155, [{ argument: 3, maxTotal: 9 }])).to.deep.equal([]);
    });

    it("is nothing where an approval is held to nothing", async () => {
      const all = "setApprovalForAll(address,bool)";
      expect(await foundOf(all, [holding(1, false)])).to.deep.equal([]);
      expect(await foundOf(all, [holding(1, true)])).to.deep.equal(["error open-approval"]);
      const increase = "increaseAllowance(address,uint256)";
      expect(await foundOf(increase, [holding(1, 0)])).to.deep.equal([]);
      expect(await foundOf(increase, [holding(1, 1)])).to.deep.equal(["error open-approval"]);
    });
  });

  describe("addresses that the key chooses", () => {
    it("are noted in a function that no other rule is about, by name and by position", async () => {
      for (const called of ["mint(address,uint256)", "claim(address to)", "buy((address to,uint256) order)"])
        expect(await foundOf(called), called).to.deep.equal(["note open-address"]);
      const { findings } = await lintFile({
        sessions: [{ ...limited, function: "buy(uint256,(uint256,address to,address) order,address[])" }],
      });
      expect(findings[0]?.message).to.match(/: argument to, argument 1\.2, argument 2$/);
    });

    it("are not where rules hold them all", async () => {
      expect(await foundOf("mint(address,uint256)", [holding(0)])).to.deep.equal([]);
      const two = "buy((address to,uint256) order,address)";
      expect(await foundOf(two, [holding("0.to")])).to.deep.equal(["note open-address"]);
      expect(await foundOf(two, [holding("0.to"), holding(1)])).to.deep.equal([]);
    });

    it("are not where the name says that they get nothing", async () => {
      const called =
        "swap(address tokenIn,address inputToken,address from,address[] path,address collateral)";
      expect(await foundOf(called)).to.deep.equal([]);
      expect(await foundOf("swap(address tokenReceiver)")).to.deep.equal(["note open-address"]);
    });
  });
});
