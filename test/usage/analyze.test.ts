import { expect } from "chai";
import { parseEther } from "viem";
import {
  type Analysis,
  analyze,
  type CompiledPermission,
  contractArtifact,
  type KnownSession,
  type Limit,
  type Permission,
  setChainTime,
  sudo,
  type World,
} from "../../src/index.ts";
import { tokenMovement } from "../../src/usage/tokenMovement.ts";
import type { SessionUsed } from "../../src/usage/UsageFact.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { sendBundle } from "../helpers/bundle.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { expectAccepted } from "../helpers/expectOutcome.ts";
import { deployPaymaster } from "../helpers/paymaster.ts";
import { readAll } from "../helpers/readAll.ts";
import { deployNft, deployToken } from "../helpers/tokens.ts";

const payee = "0x000000000000000000000000000000000000dEaD";
const day = 86_400n;

/** Lets the chain's time pass. */
const passTime = async (world: World, time: bigint) => {
  await setChainTime(world, time);
  await world.provider.request({ method: "evm_mine", params: [] });
};

const sessionOf = ({ bySession }: Analysis, { permissionId }: Pick<CompiledPermission, "permissionId">) =>
  bySession.find((one) => one.permissionId === permissionId) ??
  expect.fail(`the analysis has no session ${permissionId}`);

onEveryAccount("analyze", ({ scene, kind }) => {
  it("counts operations and their calls, and what they cost, also where they failed", async () => {
    const { world, account, counter, make, action, enableMade, use } = await scene();
    const actions = [increment, decrement].map((selector) => action(selector, sudo.encode()));
    const made = make({ actions });
    await enableMade(made);
    const outcomes = [
      await use(made.permissionId, [counter.call(decrement)]),
      await use(made.permissionId, [counter.call(increment), counter.call(increment)]),
      await use(made.permissionId),
    ];
    const mined = outcomes.flatMap((one) => (one.status === "accepted" ? [one] : (one.mined ?? [])));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(["rejected", "accepted", "accepted"]);
    const figures = {
      ...{ operations: 3, succeeded: 2, failed: 1, calls: 4, value: 0n, tokens: [], sponsored: 0 },
      gasUsed: mined.reduce((sum, { gasUsed }) => sum + gasUsed, 0n),
      gasCost: mined.reduce((sum, { gasCost }) => sum + gasCost, 0n),
    };
    const analysis = await analyze(world);
    expect(analysis.totals).to.deep.equal(figures);
    expect(analysis.byAccount).to.deep.equal([{ account: account.address, kind, sessions: 1, ...figures }]);
    expect(sessionOf(analysis, made)).to.deep.include({ ...figures, state: "active", enabledBy: "call" });
    const target = { target: counter.address, value: 0n };
    expect(analysis.targets).to.deep.equal([{ ...target, calls: 4, failed: 1 }]);
    expect(analysis.functions).to.deep.equal([
      { ...target, calls: 3, failed: 0, selector: increment, signature: "increment()" },
      { ...target, calls: 1, failed: 1, selector: decrement, signature: "decrement()" },
    ]);
    expect(analysis.timeline.reduce((sum, one) => sum + one.succeeded + 10 * one.failed, 0)).to.equal(12);
    expect(analysis.unread).to.equal(0);
  });

  it("does not count what the owner does himself, nor other accounts' sessions where some are asked about", async () => {
    const { world, harness, account, counter, enable, use } = await scene();
    const { permissionId } = await enable();
    await use(permissionId);
    await expectAccepted(world, await harness.execute(account, [counter.call(increment)]));
    expect((await analyze(world)).totals.operations).to.equal(1);
    const others = await analyze(world, { accounts: [payee] });
    expect([others.totals.operations, others.sessions.total, others.byAccount]).to.deep.equal([0, 0, []]);
  });

  it("says where each session is at the period's end", async () => {
    const { world, harness, account, compile, use, now } = await scene();
    const given: Record<string, Partial<Permission>> = {
      active: { maxUses: 2 },
      "used up": { maxUses: 1 },
      expired: { validUntil: now + day },
      "not yet valid": { validAfter: now + 3n * day },
      revoked: {},
    };
    const sessions = Object.values(given).map((limits) => compile(limits));
    await expectAccepted(world, await harness.enable(account, sessions));
    const [active, usedUp, , , revoked] = sessions as [CompiledPermission, ...CompiledPermission[]];
    for (const one of [active, usedUp])
      await expectAccepted(world, await use((one as CompiledPermission).permissionId));
    await expectAccepted(world, await harness.revoke(account, revoked as CompiledPermission));
    await passTime(world, now + 2n * day);
    const analysis = await analyze(world);
    expect(sessions.map((one) => sessionOf(analysis, one).state)).to.deep.equal(Object.keys(given));
    expect(analysis.sessions).to.deep.equal({ total: 5, active: 1, expired: 1, revoked: 1, other: 2 });
    expect(sessionOf(analysis, active).limits).to.have.lengthOf(1);
    expect(sessionOf(analysis, revoked as CompiledPermission)).to.deep.include({
      limits: [],
      validUntil: undefined,
    });
    expect(sessionOf(analysis, sessions[2] as CompiledPermission).validUntil).to.equal(now + day);
  });

  it("takes a session for revoked that ends with the module, and begins anew where it is enabled again", async () => {
    const { world, harness, account, enable } = await scene();
    const session = await enable();
    await expectAccepted(world, await harness.uninstall(account));
    expect(sessionOf(await analyze(world), session).state).to.equal("revoked");
    await passTime(world, (await world.client.getBlock()).timestamp + day);
    await expectAccepted(world, await harness.install(account, [session]));
    const again = sessionOf(await analyze(world), session);
    const { timestamp } = await world.client.getBlock();
    expect(again).to.deep.include({ state: "active", enabledAt: timestamp });
  });

  it("knows of none where one was revoked that never was", async () => {
    const { world, harness, account, compile } = await scene();
    await expectAccepted(world, await harness.revoke(account, compile()));
    expect((await analyze(world)).sessions.total).to.equal(0);
  });

  describe("of limits", () => {
    /** What the facts count of a session since it was enabled the last time, failed operations too. */
    const countedByFacts = async (world: World, { permissionId }: CompiledPermission) => {
      const facts = (await readAll(world, 0n)).filter(
        (fact) => "permissionId" in fact && fact.permissionId === permissionId,
      );
      const since = facts.slice(facts.findLastIndex(({ type }) => type === "sessionEnabled"));
      const uses = since.filter((fact): fact is SessionUsed => fact.type === "sessionUsed");
      const calls = uses.flatMap(({ account, calls: made = [] }) => made.map((call) => ({ account, call })));
      const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n);
      return {
        maxOperations: BigInt(uses.length),
        maxUses: BigInt(calls.length),
        maxTotalValue: sum(calls.map(({ call }) => call.value)),
        spendingLimit: sum(calls.map(({ account, call }) => tokenMovement(account, call)?.amount ?? 0n)),
      } as Partial<Record<Limit["field"], bigint>>;
    };

    const expectSame = async (world: World, session: CompiledPermission, ...fields: Limit["field"][]) => {
      const { limits } = sessionOf(await analyze(world), session);
      expect(limits.map(({ field }) => field)).to.have.members(fields);
      const counted = await countedByFacts(world, session);
      for (const { field, used } of limits) expect(used, field).to.equal(counted[field]).and.not.equal(0n);
    };

    it("gives what the chain counts of uses, which is what the facts count", async () => {
      const { world, harness, account, counter, enable, use } = await scene();
      const session = await enable({ maxUses: 9, maxOperations: 5 });
      const { permissionId } = session;
      await expectAccepted(
        world,
        await use(permissionId, [counter.call(increment), counter.call(increment)]),
      );
      await expectAccepted(world, await use(permissionId));
      await expectSame(world, session, "maxUses", "maxOperations");
      await expectAccepted(world, await harness.enable(account, [session]));
      await expectAccepted(world, await use(permissionId));
      await expectSame(world, session, "maxUses", "maxOperations");
    });

    it("gives what the chain counts of native value, failed operations too", async () => {
      const { world, harness, account, key } = await scene();
      const nft = await deployNft(world);
      const limits = {
        function: "mint(address,uint256)",
        maxTotalValue: parseEther("1"),
        maxValue: parseEther("0.1"),
      };
      const session = harness.compile({
        sessionKey: key.address,
        target: nft.address,
        abi: nft.abi,
        ...limits,
      });
      await expectAccepted(world, await harness.enable(account, [session]));
      const mint = (tokenId: bigint) =>
        harness.use({
          account,
          session,
          key,
          calls: [nft.mint(account.address, tokenId, parseEther("0.01"))],
        });
      await expectAccepted(world, await mint(1n));
      await mint(1n); // it is there already: the operation fails
      const analysis = await analyze(world);
      expect(sessionOf(analysis, session)).to.deep.include({ failed: 1, value: parseEther("0.01") });
      expect(sessionOf(analysis, session).tokens).to.deep.equal([]);
      await expectSame(world, session, "maxTotalValue");
    });

    it("gives what the chain counts of a token, and what took effect", async () => {
      const { world, harness, account, key } = await scene();
      const token = await deployToken(world);
      const permission = {
        sessionKey: key.address,
        target: token.address,
        abi: token.abi,
        spendingLimit: 1_000n,
      };
      const session = harness.compile({ ...permission, function: "transfer(address,uint256)" });
      const approving = harness.compile({ ...permission, function: "approve(address,uint256)" });
      await expectAccepted(world, await harness.enable(account, [session, approving]));
      await expectAccepted(
        world,
        await harness.execute(account, [token.call("mint", [account.address, 50n])]),
      );
      const transfer = (amount: bigint) =>
        harness.use({ account, session, key, calls: [token.call("transfer", [payee, amount])] });
      await expectAccepted(world, await transfer(30n));
      await transfer(40n); // it has 20 left: the operation fails
      const calls = [token.call("approve", [payee, 7n])];
      await expectAccepted(world, await harness.use({ account, session: approving, key, calls }));
      const analysis = await analyze(world);
      const symbol = await world.client.readContract({
        ...{ address: token.address, abi: contractArtifact("targets/Token").abi, functionName: "symbol" },
      });
      const moved = { token: token.address, symbol, decimals: 18 };
      expect(analysis.totals.tokens).to.deep.equal([{ ...moved, transferred: 30n, approved: 7n }]);
      expect(sessionOf(analysis, session).tokens).to.deep.equal([
        { ...moved, transferred: 30n, approved: 0n },
      ]);
      await expectSame(world, session, "spendingLimit");
      await expectSame(world, approving, "spendingLimit");
    });

    it("reads a token's limit of a session that was not used where this machine knows its target", async () => {
      const { world, harness, account, key } = await scene();
      const token = await deployToken(world);
      const permission = {
        sessionKey: key.address,
        target: token.address,
        abi: token.abi,
        spendingLimit: 1_000n,
      };
      const session = harness.compile({ ...permission, function: "transfer(address,uint256)" });
      await expectAccepted(world, await harness.enable(account, [session]));
      expect(sessionOf(await analyze(world), session)).to.deep.include({ name: undefined, limits: [] });
      const known = [
        { ...session, account, name: "pay", function: { selector: "0xa9059cbb" } },
      ] as readonly KnownSession[];
      const { name, limits } = sessionOf(await analyze(world, { known }), session);
      expect([name, limits.map(({ limit }) => limit)]).to.deep.equal(["pay", [1_000n]]);
    });
  });

  describe("of signatures", () => {
    it("counts one for all that the owner enables at once, and one for each enable signature", async () => {
      const { world, harness, account, key, counter, compile, use } = await scene();
      const [one, two, three] = [compile(), compile(), compile()];
      await expectAccepted(world, await harness.enable(account, [one, two]));
      const unused = await analyze(world);
      expect(unused.signatures).to.deep.equal({ bySessions: 0, toEnable: 1, saved: -1 });
      for (const { permissionId } of [one, one, two]) await expectAccepted(world, await use(permissionId));
      const enable = await harness.signEnable(account, three);
      const calls = [counter.call(increment)];
      await expectAccepted(world, await harness.use({ account, session: three, key, calls, enable }));
      const analysis = await analyze(world);
      expect(analysis.signatures).to.deep.equal({ bySessions: 4, toEnable: 2, saved: 2 });
      expect(sessionOf(analysis, three)).to.deep.include({ enabledBy: "first use", state: "active" });
    });

    it("counts an enable signature for each operation that carried one, of a session that is enabled as well", async () => {
      const { world, harness, account, counter, compile, signed } = await scene();
      const session = compile();
      const callData = await account.smartAccount.encodeCalls([{ to: counter.address, data: increment }]);
      for (let times = 0; times < 3; times++) {
        const enable = await harness.signEnable(account, session);
        const sent = await sendBundle(world, [await signed(session.permissionId, callData, { enable })]);
        expect(sent).to.have.property("events");
      }
      const { signatures } = await analyze(world);
      expect(signatures).to.deep.equal({ bySessions: 3, toEnable: 3, saved: 0 });
    });

    it("counts what paymasters paid for", async () => {
      const { world, harness, account, key, counter, enable } = await scene();
      const session = await enable({ permitERC4337Paymaster: true });
      const paymaster = { address: await deployPaymaster(world) };
      const calls = [counter.call(increment)];
      await expectAccepted(world, await harness.use({ account, session, key, calls, paymaster }));
      const { totals } = await analyze(world);
      expect([totals.operations, totals.sponsored]).to.deep.equal([1, 1]);
    });
  });

  describe("of a period", () => {
    it("counts from its first block to its last, and knows the sessions that were enabled before", async () => {
      const { world, harness, account, enable, use } = await scene();
      const [before, gone] = [await enable({ maxUses: 5 }), await enable()];
      const { timestamp: enabledAt } = await world.client.getBlock({
        blockNumber: (await world.client.getBlockNumber()) - 1n,
      });
      await expectAccepted(world, await use(before.permissionId));
      await expectAccepted(world, await harness.revoke(account, gone));
      const fromBlock = (await world.client.getBlockNumber()) + 1n;
      await expectAccepted(world, await use(before.permissionId));
      const within = await enable();
      const toBlock = await world.client.getBlockNumber();
      await expectAccepted(world, await use(within.permissionId));
      await expectAccepted(world, await harness.revoke(account, within));
      const head = await world.client.getBlockNumber();

      const analysis = await analyze(world, { fromBlock, toBlock });
      expect(analysis.bySession).to.have.lengthOf(2, "one ended before the period");
      expect(sessionOf(analysis, before)).to.deep.include({ operations: 1, enabledAt, state: "active" });
      expect(sessionOf(analysis, within)).to.deep.include({ operations: 0, state: "active", limits: [] });
      expect(analysis.signatures).to.deep.equal({ bySessions: 1, toEnable: 1, saved: 0 });
      expect(analysis.period).to.deep.include({ fromBlock });
      expect(analysis.period.end.blockNumber).to.equal(toBlock);
      expect(analysis.limitsAt, "limits are as of now").to.equal(head);
      expect(sessionOf(analysis, before).limits[0]?.used).to.equal(2n);

      const short = await analyze(world, { fromBlock, readFrom: fromBlock, toBlock });
      expect(sessionOf(short, before)).to.deep.include({
        operations: 1,
        enabledAt: undefined,
        state: "active",
      });
    });

    it("refuses one that is not on the chain", async () => {
      const { world } = await scene();
      const head = await world.client.getBlockNumber();
      const periods = [
        [{ toBlock: head + 1n }, "toBlock", head + 1n, /after the chain's last block/],
        [{ fromBlock: 3n, toBlock: 2n }, "fromBlock", 3n, /after the period's last block/],
        [{ fromBlock: 3n, readFrom: 4n }, "readFrom", 4n, /after the period's first block/],
      ] as const;
      for (const [parameters, field, value, problem] of periods) {
        await expectInputError(() => analyze(world, parameters), field, value, problem);
      }
    });
  });

  it("holds measured gas against what was done, and asks for it of the kinds that did something", async () => {
    const { world, counter, enable, use } = await scene();
    const { permissionId } = await enable();
    await use(permissionId);
    await use(permissionId);
    await use(permissionId, [counter.call(increment), counter.call(increment)]);
    const asked: string[][] = [];
    const { gas } = await analyze(world, {
      measureGas: async (kinds) => {
        asked.push([...kinds]);
        const sort = { kind, owner: 100n, session: 170n, l1Fee: undefined };
        return (["call", "value", "batch"] as const).map((action) => ({ ...sort, action }));
      },
    });
    expect(asked).to.deep.equal([[kind]]);
    const sort = { kind, owner: 100n, session: 170n, l1Fee: undefined };
    expect(gas).to.deep.equal([
      { ...sort, action: "call", operations: 2, saved: -140n },
      { ...sort, action: "batch", operations: 1, saved: -70n },
    ]);
  });
});
