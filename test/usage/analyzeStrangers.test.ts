import { expect } from "chai";
import {
  type Address,
  concat,
  encodeEventTopics,
  encodeFunctionData,
  type Hex,
  pad,
  parseEther,
  toHex,
} from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { erc7579AccountAbi } from "../../src/abis/erc7579AccountAbi.ts";
import { analysisReport, analyze, type KnownSession, type World } from "../../src/index.ts";
import { emptyState } from "../../src/usage/analyze/foldFacts.ts";
import { setterApart } from "../../src/usage/analyze/setApart.ts";
import type { UsageFact } from "../../src/usage/UsageFact.ts";
import { cheat } from "../../src/world/cheat.ts";
import { mined } from "../../src/world/mined.ts";
import { unlockedAccount } from "../../src/world/unlockedAccount.ts";
import { sendBundle } from "../helpers/bundle.ts";
import { fees, gas } from "../helpers/bundlerScene.ts";
import { buildFastSceneByHand } from "../helpers/byHand.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";

const forger: Address = "0x00000000000000000000000000000000000acc01";
const payee: Address = "0x000000000000000000000000000000000000dEaD";
/** Answers 32 bytes of zero to whatever it is asked: EntryPoint takes that for consent. */
const yesSayer: Hex = "0x60205ff3";

/** Emits ModuleInstalled (ERC-7579) of a validator, whatever it is asked. */
const installing = (validator: Address): Hex => {
  const [topic] = encodeEventTopics({ abi: erc7579AccountAbi, eventName: "ModuleInstalled" });
  return concat(["0x7f", pad(validator), "0x60205260015f527f", topic, "0x60405fa100"]);
};

/** Sends a transaction from an account without code. */
const send = async (
  world: World,
  to: Address,
  data: Hex,
  { value = 0n, from: sender }: { readonly value?: bigint; readonly from?: Address | undefined } = {},
) => {
  const from = sender ?? (await unlockedAccount(world));
  const params = [{ from, to, data, value: toHex(value), gas: toHex(5_000_000) }] as never;
  const { status } = await mined(
    world.provider,
    await world.provider.request({ method: "eth_sendTransaction", params }),
  );
  expect(status).to.equal("success");
  return from;
};

describe("analyze, of accounts that are none", () => {
  const kind = "reference";
  const scene = fixture(buildFastSceneByHand(kind));

  /** A session that was used once, and three uses that a contract makes up, of a billion ETH each. */
  const forged = async () => {
    const built = await scene();
    const { world, account } = built;
    const { permissionId } = await built.enable();
    await expectAccepted(world, await built.use(permissionId));
    await cheat(world.provider, "setCode", [forger, yesSayer]);
    const deposit = encodeFunctionData({ abi: entryPoint07Abi, functionName: "depositTo", args: [forger] });
    await send(world, world.contracts.EntryPoint.address, deposit, { value: parseEther("1") });
    const callData = await account.smartAccount.encodeCalls([{ to: payee, value: 10n ** 27n, data: "0x" }]);
    const operations = [0n, 1n, 2n].map((sequence) => ({
      ...{ sender: forger, callData, ...gas, ...fees },
      nonce: (BigInt(world.contracts.SmartSession.address) << 96n) + sequence,
      signature: concat(["0x00", pad(toHex(sequence + 1n), { size: 32 }), "0x1234"]),
    }));
    const sent = await sendBundle(world, operations as never);
    expect("events" in sent && sent.events.map(({ success }) => success)).to.deep.equal([true, true, true]);
    return built;
  };

  it("leaves out what a contract makes up of whose kind nothing is known, and says how much", async () => {
    const { world, account } = await forged();
    const analysis = await analyze(world);
    expect(analysis.unrecognised).to.deep.equal({ operations: 3, accounts: 1 });
    expect(analysis.totals).to.deep.include({ operations: 1, value: 0n });
    expect(analysis.signatures.bySessions).to.equal(1);
    expect(analysis.sessions.total).to.equal(1);
    expect(analysis.byAccount.map((one) => one.account)).to.deep.equal([account.address]);
    expect(analysis.targets.map(({ target }) => target)).to.not.include(payee);
    expect(analysis.timeline.reduce((sum, { succeeded }) => sum + succeeded, 0)).to.equal(1);
    expect(analysisReport(analysis)).to.match(/! 3 operations of 1 account .* left out/);
    const fromBlock = analysis.period.end.blockNumber;
    expect((await analyze(world, { fromBlock })).unrecognised.operations, "in the last block").to.equal(3);
  });

  it("counts them where the account is asked about, in no session: none was ever enabled", async () => {
    const { world } = await forged();
    const { totals, sessions, unread, unrecognised } = await analyze(world, { accounts: [forger] });
    expect([totals.operations, totals.value]).to.deep.equal([3, 3n * 10n ** 27n]);
    expect([sessions.total, unread, unrecognised.accounts]).to.deep.equal([0, 3, 0]);
  });

  it("takes a session that somebody without code enabled for one without the module", async () => {
    const { world, make } = await scene();
    const { to, data = "0x" } = world.release.encodeEnable([make().session]);
    const owner = await send(world, to, data);
    const { bySession, sessions } = await analyze(world, { accounts: [owner] });
    expect(bySession.map(({ state }) => state)).to.deep.equal(["module not installed"]);
    expect(sessions).to.deep.include({ active: 0, other: 1 });
    expect((await analyze(world)).sessions.total).to.equal(0);
  });

  it("does so where it had code that installed the module, and has none any more", async () => {
    const { world, make } = await scene();
    const { to, data = "0x" } = world.release.encodeEnable([make().session]);
    const owner = await send(world, to, data);
    const [, another] = (await world.provider.request({ method: "eth_accounts" })) as Address[];
    await cheat(world.provider, "setCode", [owner, installing(world.contracts.SmartSession.address)]);
    await send(world, owner, "0x", { from: another });
    const stateOf = async () => (await analyze(world, { accounts: [owner] })).bySession[0]?.state;
    expect(await stateOf()).to.equal("active");
    await cheat(world.provider, "setCode", [owner, "0x"]);
    expect(await stateOf()).to.equal("module not installed");
  });

  it("recognises no account by the module that it says it has installed", async () => {
    const { world } = await scene();
    const installed = { type: "moduleInstalled", account: forger, blockNumber: 1n } as UsageFact;
    const [setApart, state] = [setterApart(world, 0n), emptyState()];
    expect(await setApart(state, [installed], undefined)).to.deep.equal([]);
  });

  it("does so of a contract of unknown kind that did not install it, as far as the chain was read", async () => {
    const { world, make } = await scene();
    const { to, data = "0x" } = world.release.encodeEnable([make().session]);
    const owner = await send(world, to, data);
    await cheat(world.provider, "setCode", [owner, yesSayer]);
    const accounts = [owner];
    const stateFrom = async (readFrom: bigint) =>
      (await analyze(world, { accounts, fromBlock: readFrom, readFrom })).bySession[0]?.state;
    expect(await stateFrom(0n)).to.equal("module not installed");
    expect(await stateFrom(1n), "it may have installed it before").to.equal("active");
  });

  it("gives a session of ours no name where a stranger has enabled the same", async () => {
    const { world, harness, account, enable } = await scene();
    const session = await enable();
    const stranger = await harness.createAccount({ kind, salt: 99n });
    await expectAccepted(world, await harness.install(stranger, [session]));
    const { permission, ...ours } = session;
    const known: readonly KnownSession[] = [
      { ...ours, account, name: "game", function: { selector: permission.function.selector } },
    ];
    const { bySession } = await analyze(world, { known });
    const names = bySession.map((one) => [one.account, one.permissionId, one.name]);
    expect(names).to.have.deep.members([
      [account.address, session.permissionId, "game"],
      [stranger.address, session.permissionId, undefined],
    ]);
  });
});
