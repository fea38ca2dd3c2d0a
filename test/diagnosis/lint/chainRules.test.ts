import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect } from "chai";
import {
  type Address,
  concat,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  parseAbi,
  parseAbiParameters,
  toFunctionSelector,
} from "viem";
import {
  contractArtifact,
  createWorld,
  deployContract,
  type LintResult,
  setChainTime,
  unlockedAccount,
  type World,
} from "../../../src/index.ts";
import { fixture } from "../../helpers/fixture.ts";
import { releaseOfRun } from "../../helpers/releases.ts";
import { lintFile, sound } from "./lintFile.ts";

/** The proxies that most contracts stand behind. */
function openZeppelin(name: string): Hex {
  const file = createRequire(import.meta.url).resolve(`@openzeppelin/contracts/build/contracts/${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")).bytecode;
}
/** Creation code that leaves a code as it is given. */
const leaving = (runtime: Hex): Hex => {
  const length = ((runtime.length - 2) / 2).toString(16).padStart(2, "0");
  return concat([`0x60${length}80600a3d393df300` as Hex, runtime]);
};
const minimal = (implementation: Address): Hex =>
  concat(["0x363d3d373d3d3d363d73", implementation, "0x5af43d82803e903d91602b57fd5bf3"]);

const counting = {
  name: "count",
  function: "increment()",
  abi: ["function increment()"],
  maxUses: 3,
  duration: "1 day",
};
const increment = toFunctionSelector("increment()");
const totalSupply = toFunctionSelector("totalSupply()");
async function mint(world: World, token: Address, amount: bigint): Promise<void> {
  const abi = parseAbi(["function mint(address to, uint256 amount)"]);
  const from = await unlockedAccount(world);
  const data = encodeFunctionData({ abi, functionName: "mint", args: [from, amount] });
  await world.provider.request({ method: "eth_sendTransaction", params: [{ from, to: token, data }] });
}
const found = ({ findings }: LintResult) => findings.map(({ rule, severity }) => `${severity} ${rule}`);

describe("lint on a chain", () => {
  const fresh = fixture(async (provider) => {
    const world = await createWorld(provider);
    const counter = await deployContract(world, contractArtifact("targets/Counter").bytecode);
    const token = await deployContract(world, contractArtifact("targets/Token").bytecode);
    return { world, counter, token };
  });
  const behind = (world: World, name: string, types: string, values: readonly unknown[]) =>
    deployContract(
      world,
      concat([openZeppelin(name), encodeAbiParameters(parseAbiParameters(types), values)]),
    );
  const lintTarget = (world: World, target: Address, given: object = {}) =>
    lintFile({ sessions: [{ ...counting, target, ...given }] }, { world, now: undefined });

  it("finds nothing about a contract that has the function, and has looked at all but the account", async () => {
    const { world, counter } = await fresh();
    const { findings, unchecked, chainId } = await lintTarget(world, counter);
    expect(findings).to.deep.equal([]);
    expect(unchecked.map(({ rules }) => rules)).to.deep.equal([["own-account"]]);
    expect(chainId).to.equal(world.chainId);
  });

  it("finds a target without code", async () => {
    const { world } = await fresh();
    const result = await lintTarget(world, sound.target as Address);
    expect(found(result)).to.deep.equal(["error no-code"]);
    expect(result.findings[0]?.path).to.equal("$.sessions[0].target");
  });

  it("finds a function that the target's code does not mention", async () => {
    const { world, token } = await fresh();
    const result = await lintTarget(world, token);
    expect(found(result)).to.deep.equal(["warning unknown-selector"]);
    expect(result.findings[0]?.message).to.match(
      /increment\(\) 0xd09de08a, which the code of 0x\w+ does not/,
    );
  });

  it("finds a selector that begins with zeroes where a compiler pushes fewer bytes of it", async () => {
    const { world } = await fresh();
    // A comparison of the selector with 0x00a1b2c3, as it is compiled: PUSH3.
    const target = await deployContract(world, leaving("0x60e01c62a1b2c314601057005b00"));
    const given = { abi: undefined, maxTotalValue: 1 };
    const result = await lintTarget(world, target, { ...given, function: "0x00a1b2c3" });
    expect(found(result)).to.deep.equal(["note bare-selector"]);
    const other = await lintTarget(world, target, { ...given, function: "0x00a1b2c4" });
    expect(found(other)).to.deep.equal(["warning unknown-selector", "note bare-selector"]);
  });

  it("does not take four bytes that begin amid a byte for the selector", async () => {
    const { world } = await fresh();
    const target = await deployContract(world, leaving("0x63fd09de08a000"));
    expect(found(await lintTarget(world, target))).to.deep.equal(["warning unknown-selector"]);
  });

  it("looks into the implementation of an ERC-1967 proxy, and says that it may change", async () => {
    const { world, counter, token } = await fresh();
    const proxy = await behind(world, "ERC1967Proxy", "address, bytes", [counter, increment]);
    const result = await lintTarget(world, proxy);
    expect(found(result)).to.deep.equal(["warning upgradeable-target"]);
    expect(result.findings[0]?.message).to.include("ERC-1967 proxy").and.include(counter);
    const other = await behind(world, "ERC1967Proxy", "address, bytes", [token, totalSupply]);
    expect(found(await lintTarget(world, other))).to.deep.equal([
      "warning unknown-selector",
      "warning upgradeable-target",
    ]);
  });

  it("looks behind a beacon", async () => {
    const { world, counter } = await fresh();
    const beacon = await behind(world, "UpgradeableBeacon", "address, address", [counter, counter]);
    const proxy = await behind(world, "BeaconProxy", "address, bytes", [beacon, "0x"]);
    const result = await lintTarget(world, proxy);
    expect(found(result)).to.deep.equal(["warning upgradeable-target"]);
    expect(result.findings[0]?.message).to.include("beacon proxy").and.include(counter);
  });

  it("looks behind a minimal proxy, whose code stays what it is", async () => {
    const { world, counter, token } = await fresh();
    const proxy = await deployContract(world, leaving(minimal(counter)));
    const result = await lintTarget(world, proxy);
    expect(found(result)).to.deep.equal(["note upgradeable-target"]);
    expect(result.findings[0]?.message).to.match(/ERC-1167.* stays so$/);
    const other = await deployContract(world, leaving(minimal(token)));
    expect(found(await lintTarget(world, other))).to.deep.equal([
      "warning unknown-selector",
      "note upgradeable-target",
    ]);
  });

  it("finds a spending limit above the token's supply", async () => {
    const { world, token } = await fresh();
    const supply = 1_000n;
    const paying = { name: "pay", preset: "erc20", target: token, maxOperations: 9 };
    const lintLimit = (limit: bigint) =>
      lintFile({ sessions: [{ ...paying, spendingLimit: String(limit) }] }, { world, now: undefined });
    expect(found(await lintLimit(supply + 1n)), "of a token that has no supply yet").to.deep.equal([]);
    await mint(world, token, supply);
    expect(found(await lintLimit(supply))).to.deep.equal([]);
    const above = await lintLimit(supply + 1n);
    expect(found(above)).to.deep.equal(["warning limit-above-supply"]);
    expect(above.findings[0]?.path).to.equal("$.sessions[0].spendingLimit");
  });

  it("knows what decides for accounts in this world", async () => {
    const { world } = await fresh();
    const result = await lintTarget(world, world.contracts.SmartSession.address);
    expect(found(result)).to.include("error deciding-target");
  });

  it("takes the chain's time for now", async () => {
    const { world, counter } = await fresh();
    const { timestamp } = await world.client.getBlock();
    const lasting = { duration: undefined, validUntil: Number(timestamp) + 100 };
    expect(found(await lintTarget(world, counter, lasting))).to.deep.equal([]);
    await setChainTime(world, timestamp + 1000n);
    await world.provider.request({ method: "evm_mine", params: [] });
    expect(found(await lintTarget(world, counter, lasting))).to.deep.equal(["error expired"]);
  });

  it("finds a target by the name of what is deployed, and says where it does not know it", async () => {
    const { world, counter } = await fresh();
    const sessions = [{ name: "count", preset: "counter", maxUses: 3 }];
    const known = await lintFile({ sessions }, { world, now: undefined, targetOf: () => counter });
    expect([found(known), known.unchecked.length]).to.deep.equal([[], 1]);
    const { findings, unchecked } = await lintFile({ sessions }, { world, now: undefined });
    expect(findings).to.deep.equal([]);
    expect(unchecked[1]).to.deep.include({ session: "count", why: "where counter stands is not known" });
    expect(unchecked[1]?.rules).to.include("no-code");
  });

  it("finds on the beta that nothing keeps paymasters away", async function () {
    if (releaseOfRun() !== "beta") this.skip();
    const { world, counter } = await fresh();
    const result = await lintTarget(world, counter, { permitERC4337Paymaster: false });
    expect(found(result)).to.deep.equal(["error unenforceable"]);
    expect(result.findings[0]?.path).to.equal("$.sessions[0].permitERC4337Paymaster");
  });
});
