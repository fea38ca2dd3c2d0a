import { expect } from "chai";
import { type Address, erc20Abi, zeroAddress } from "viem";
import {
  accountKinds,
  analyze,
  contractArtifact,
  createHarness,
  type Harness,
  heldAgainstLedger,
  type Ledger,
  limitsOf,
  type PopulateParameters,
  populate,
  recogniseAccount,
  setChainTime,
} from "../../src/index.ts";
import { readSession } from "../../src/session/readSession.ts";
import { readUsage } from "../../src/usage/readUsage.ts";
import type { UsageFact } from "../../src/usage/UsageFact.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { freshChain } from "../helpers/freshChain.ts";
import { presentKinds } from "../helpers/kinds.ts";
import { spending } from "../helpers/tokens.ts";

describe("populate", () => {
  let harness: Harness;
  let ledger: Ledger;

  before(async () => {
    harness = await createHarness({ provider: await freshChain() });
    ledger = await populate(harness, { sessions: 60, uses: 300 });
  });

  const only = (accounts: readonly Address[]): Ledger => ({
    ...ledger,
    accounts: ledger.accounts.filter(({ account }) => accounts.includes(account)),
    sessions: ledger.sessions.filter(({ account }) => accounts.includes(account)),
  });
  const sum = (of: (session: Ledger["sessions"][number]) => number) =>
    ledger.sessions.reduce((total, session) => total + of(session), 0);

  it("makes as many sessions and uses as it is asked for, on every kind of account", async () => {
    expect(ledger.sessions).to.have.length(60);
    expect(sum(({ operations }) => operations)).to.equal(300);
    expect(new Set(ledger.accounts.map(({ kind }) => kind))).to.deep.equal(
      new Set(await presentKinds(accountKinds)),
    );
  });

  it("covers what becomes of sessions, and how they are used", () => {
    const states = new Set(ledger.sessions.map(({ state }) => state));
    expect(states).to.deep.equal(new Set(["active", "expired", "not yet valid", "revoked", "used up"]));
    const sorts = new Set(ledger.sessions.map(({ sort }) => sort));
    expect(sorts.size).to.equal(13);
    const fields = new Set(ledger.sessions.flatMap(({ limits }) => limits.map(({ field }) => field)));
    expect(fields.size).to.equal(5);
    expect(new Set(ledger.sessions.map(({ enabledBy }) => enabledBy)).size).to.equal(2);
    expect({
      enabledAnew: ledger.sessions.some(({ enablings }) => enablings > 1),
      enabledOnceRemoved: ledger.sessions.some(({ removals, state }) => removals > 0 && state !== "revoked"),
      withoutModule: ledger.accounts.some(({ installed }) => !installed),
      policiesAdded: ledger.accounts.some(({ policiesAdded }) => policiesAdded > 0),
      failed: sum(({ failed }) => failed) > 5,
      sponsored: sum(({ sponsored }) => sponsored) > 0,
      batches: sum(({ calls, operations }) => calls - operations) > 20,
    }).to.deep.equal({
      enabledAnew: true,
      enabledOnceRemoved: true,
      withoutModule: true,
      policiesAdded: true,
      failed: true,
      sponsored: true,
      batches: true,
    });
  });

  it("keeps the ledger that an analysis of the chain comes to", async () => {
    expect(heldAgainstLedger(await analyze(harness.world), ledger)).to.deep.equal([]);
  });

  it("keeps what an analysis of some accounts comes to", async () => {
    const accounts = ledger.accounts.slice(1, 3).map(({ account }) => account);
    const analysis = await analyze(harness.world, { accounts });
    expect(heldAgainstLedger(analysis, ledger, accounts)).to.deep.equal([]);
    expect(heldAgainstLedger(analysis, only(accounts))).to.deep.equal([]);
    expect(heldAgainstLedger(analysis, ledger)).not.to.deep.equal([]);
  });

  it("keeps what the chain's policies have counted, and which sessions are enabled", async () => {
    const { world } = harness;
    const token = { actionTarget: ledger.places.token, actionPolicies: [] };
    const actions = Object.values(spending).map((actionTargetSelector) => ({
      ...token,
      actionTargetSelector,
    }));
    for (const { account, permissionId, state, limits } of ledger.sessions) {
      const observed = await recogniseAccount(world, account);
      if (!observed) throw new Error(`${account} is of no kind`);
      const onChain = await readSession(world, observed, { permissionId, session: { actions } });
      expect(onChain.enabled, permissionId).to.equal(state !== "revoked");
      const counted = limitsOf(onChain).map(({ field, limit, used }) => ({ field, limit, used }));
      expect(counted, permissionId).to.have.deep.members([...limits]);
    }
  });

  it("keeps what targets hold of each account", async () => {
    const { client } = harness.world;
    const { counter, token, nft, treasury, recipient } = ledger.places;
    const counterAbi = contractArtifact("targets/Counter").abi;
    const balanceOf = (address: Address, holder: Address) =>
      client.readContract({ address, abi: erc20Abi, functionName: "balanceOf", args: [holder] });
    const total = { given: 0n, paid: 0n, sent: 0n };
    for (const { account, holdings } of ledger.accounts) {
      const { count, tokens, allowance, nfts, ...gone } = holdings;
      expect({ count, tokens, allowance, nfts }).to.deep.equal({
        count: await client.readContract({
          address: counter,
          abi: counterAbi,
          functionName: "counts",
          args: [account],
        }),
        tokens: await balanceOf(token, account),
        allowance: await client.readContract({
          address: token,
          abi: erc20Abi,
          functionName: "allowance",
          args: [account, recipient],
        }),
        nfts: await balanceOf(nft, account),
      });
      for (const name of ["given", "paid", "sent"] as const) total[name] += gone[name];
    }
    expect(total).to.deep.equal({
      given: await balanceOf(token, recipient),
      paid: await client.getBalance({ address: treasury }),
      sent: await client.getBalance({ address: recipient }),
    });
  });

  it("keeps how often sessions were enabled and removed, and policies changed", async () => {
    const { world } = harness;
    const facts: UsageFact[] = [];
    const toBlock = await world.client.getBlockNumber();
    for await (const chunk of readUsage(world, { fromBlock: 0n, toBlock })) facts.push(...chunk.facts);
    const count = (type: string) => facts.filter((fact) => fact.type === type).length;
    const changed = (name: "policiesAdded" | "policiesTaken") =>
      ledger.accounts.reduce((total, account) => total + account[name], 0);
    expect(count("sessionEnabled")).to.equal(sum(({ enablings }) => enablings));
    expect(count("sessionRemoved")).to.equal(sum(({ removals }) => removals));
    expect(count("policyEnabled")).to.equal(changed("policiesAdded"));
    expect(count("policyDisabled")).to.equal(changed("policiesTaken"));
  });

  it("names the figures on which an analysis and the ledger do not agree", async () => {
    const analysis = await analyze(harness.world);
    const [session] = analysis.bySession;
    if (!session) throw new Error("there is no session");
    const wrong = { ...session, succeeded: session.succeeded + 1 };
    const bySession = analysis.bySession.map((one) => (one === session ? wrong : one));
    expect(heldAgainstLedger({ ...analysis, bySession, unread: 2 }, ledger)).to.deep.equal([
      { what: "unread: operations", ledger: "0", analysis: "2" },
      {
        what: `session ${session.permissionId} of ${session.account}: succeeded`,
        ledger: String(session.succeeded),
        analysis: String(session.succeeded + 1),
      },
    ]);
    const without = heldAgainstLedger({ ...analysis, bySession: bySession.slice(1) }, ledger);
    expect(without.every((one) => one.analysis === undefined)).to.equal(true);
  });

  it("tells how far it is, and what was done so far", async () => {
    const seen: (readonly [number, number])[] = [];
    const other = await createHarness({ provider: await freshChain() });
    await populate(other, {
      sessions: 8,
      uses: 16,
      kinds: ["nexus"],
      onProgress: async ({ uses, of, ledger: soFar }) => {
        const differences = heldAgainstLedger(await analyze(other.world), soFar());
        expect(differences).to.deep.equal([]);
        seen.push([uses, of]);
      },
    });
    expect(seen).to.deep.equal([0, 2, 4, 6, 8, 10, 12, 14, 16].map((uses) => [uses, 16]));
  });

  it("does the same by the same seed, and something else by another", async () => {
    const by = async (seed: number) => {
      const other = await createHarness({ provider: await freshChain() });
      await setChainTime(other.world, 2_000_000_000n);
      return populate(other, { sessions: 12, uses: 40, kinds: ["kernel", "safe7579"], seed });
    };
    const [one, same, another] = [await by(7), await by(7), await by(8)];
    expect(same).to.deep.equal(one);
    expect(another.sessions.map(({ permissionId }) => permissionId)).not.to.include(
      one.sessions[0]?.permissionId,
    );
    expect(another.sessions.map(({ operations }) => operations)).not.to.deep.equal(
      one.sessions.map(({ operations }) => operations),
    );
  });

  it("refuses a seed that the chain knows already, before anything is done with its accounts", async () => {
    const block = await harness.world.client.getBlockNumber();
    const again = () => populate(harness, { sessions: 60, uses: 300 });
    await expectInputError(again, "seed", 1, /^was used on this chain before/);
    expect(await harness.world.client.getBlockNumber()).to.equal(block);
  });

  it("refuses parameters that cannot be meant", async () => {
    const none: string = "none";
    for (const [parameters, field, value, problem] of [
      [{ sessions: 0 }, "sessions", 0, /^is less than 1$/],
      [{ sessions: 1, uses: -1 }, "uses", -1, /^is negative$/],
      [{ sessions: 1, kinds: [] }, "kinds", "(a list)", /^names no kind$/],
      [{ sessions: 1, kinds: [none] }, "kinds[0]", "none", /^is not a kind of account$/],
      [{ sessions: 1, onProgress: zeroAddress }, "onProgress", zeroAddress, /^is not a function$/],
    ] as const) {
      await expectInputError(
        () => populate(harness, parameters as unknown as PopulateParameters),
        field,
        value,
        problem,
      );
    }
  });
});
