import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { artifacts } from "hardhat";
import { type Address, numberToHex } from "viem";
import {
  accountKinds,
  ChainNotLocalError,
  contractArtifact,
  createHarness,
  createWorld,
  deployContract,
  type Eip1193Provider,
  InvalidInputError,
  type PieceName,
  type ProofRow,
  type ProveParameters,
  type ProveResult,
  proveReport,
  proveSessions,
  SnapshotLostError,
  type StandingTargets,
  type Verdict,
  type World,
} from "../../src/index.ts";
import { snapshotsOf } from "../../src/scenarios/prove/snapshotsOf.ts";
import { expectToReject } from "../helpers/expectToReject.ts";
import { freshChain } from "../helpers/freshChain.ts";
import { presentKinds } from "../helpers/kinds.ts";
import { needsCodeStore, releaseOfRun } from "../helpers/releases.ts";
import { forkOf, startUpstream, type Upstream } from "../helpers/upstream.ts";

const example = fileURLToPath(new URL("../../examples/sessions.json", import.meta.url));
const nowhere: Address = "0x00000000000000000000000000000000000B1dE5";

describe("sessions prove", () => {
  let provider: Eip1193Provider;
  let folder: string;
  before(async () => {
    provider = await freshChain();
    folder = mkdtempSync(join(tmpdir(), "sessions-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (content: unknown, name = "batch.json"): string => {
    const file = join(folder, name);
    writeFileSync(file, JSON.stringify(content));
    return file;
  };
  const prove = (sessions: readonly unknown[], more: Partial<ProveParameters> = {}): Promise<ProveResult> =>
    proveSessions({ provider, file: write({ sessions }), ...more });
  const rowsOf = ({ permissions }: ProveResult, name?: string): readonly ProofRow[] =>
    permissions.flatMap((one) => (name === undefined || one.name === name ? one.rows : []));
  /** The rows of a field, by what was done and how it ended. */
  const ended = (result: ProveResult, field: string) =>
    rowsOf(result)
      .filter((row) => row.field === field)
      .map(({ attack, verdict }) => [attack, verdict]);
  const withVerdict = (result: ProveResult, ...verdicts: Verdict[]) =>
    rowsOf(result)
      .filter(({ verdict }) => verdicts.includes(verdict))
      .map(({ field }) => field);

  const bidding = { name: "bid", target: nowhere, function: "bid(uint256 lot,uint256 amount)" };

  for (const account of accountKinds) {
    it(`proves the example on ${account}: each use permitted, each attack refused for the rule and by the layer that is promised`, async function () {
      if ((await presentKinds([account])).length === 0) this.skip();
      const result = await proveSessions({ provider, file: example, account });
      const { ok, counts, permissions } = result;
      expect(withVerdict(result, "useRefused", "letThrough", "refusedOtherwise")).to.deep.equal([]);
      expect(ok).to.equal(true);
      expect(result.account.kind).to.equal(account);
      const paymasters = releaseOfRun() === "v1" ? permissions.length : 0;
      expect(counts).to.deep.include({ permitted: 4, refused: 31 + paymasters, notAttacked: 0 });
      expect(permissions.map(({ name, sessions }) => `${name} ${sessions}`)).to.deep.equal([
        "count 1",
        "pay-1 2",
        "mint 1",
        "bid 1",
      ]);
      for (const { outcome, expected } of rowsOf(result)) {
        if (!expected) expect(outcome?.status).to.equal("accepted");
        else if (outcome?.status !== "rejected") expect.fail("an attack was let through");
        else expect(outcome.refusal).to.include(expected);
      }
    });
  }

  it("attacks each field at the bound that the statement of enforcement gives", async () => {
    const result = await prove([
      {
        ...bidding,
        argumentRules: [
          { argument: "lot", condition: "inRange", value: [3, 7] },
          { argument: "amount", condition: "greaterThan", value: 4, maxTotal: 20 },
          { argument: "lot", condition: "notEqual", value: 5 },
        ],
        maxValue: 5,
        maxTotalValue: 12,
        maxUses: 3,
        maxOperations: 4,
        validAfter: "2100-01-01T00:00:00Z",
        validUntil: "2100-01-02T00:00:00Z",
      },
    ]);
    expect(result.ok).to.equal(true);
    expect(ended(result, "use")).to.deep.equal([["a use in its first second", "permitted"]]);
    expect(ended(result, "argumentRules[0]")).to.deep.equal([
      ["lot = 2", "refused"],
      ["lot = 8", "refused"],
    ]);
    expect(ended(result, "argumentRules[1]")).to.deep.equal([
      ["amount = 4", "refused"],
      ["amount: 20 in all calls, then 5 more", "refused"],
    ]);
    expect(ended(result, "argumentRules[2]")).to.deep.equal([["lot = 5", "refused"]]);
    expect(ended(result, "maxValue")).to.deep.equal([
      ["0.000000000000000005 ETH and 1 wei in one call", "refused"],
    ]);
    expect(ended(result, "maxTotalValue")).to.deep.equal([
      ["0.000000000000000012 ETH in all, then 1 wei more", "refused"],
    ]);
    expect(ended(result, "maxUses")).to.deep.equal([["3 calls, then one more", "refused"]]);
    expect(ended(result, "validAfter")).to.deep.equal([["a use in the second before it", "refused"]]);
    expect(ended(result, "validUntil")).to.deep.equal([
      ["a use in its last second, then one in the next", "refused"],
    ]);
    const [maxUses] = rowsOf(result).filter(({ field }) => field === "maxUses");
    expect(maxUses?.bound).to.equal(3n);
    // Three uses are fewer than four operations: no operation is ever refused as the fifth.
    const [operations] = rowsOf(result).filter(({ field }) => field === "maxOperations");
    expect(operations).to.include({
      verdict: "notAttacked",
      note: "maxUses of the same permission refuses first",
    });
  });

  it("goes to a bound in one operation where the permission has no more", async () => {
    const result = await prove([{ ...bidding, maxUses: 3, maxOperations: 1 }]);
    expect([ended(result, "maxUses"), ended(result, "maxOperations")]).to.deep.equal([
      [["3 calls, then one more", "refused"]],
      [["1 operation, then one more", "refused"]],
    ]);
  });

  it("uses up hundreds of calls in batches, and says what it does not attack", async () => {
    const result = await prove([
      { ...bidding, name: "many", maxUses: 130 },
      { ...bidding, name: "more", maxUses: 2001 },
    ]);
    expect(ended(result, "maxUses")).to.deep.equal([
      ["130 calls, then one more", "refused"],
      ["2001 calls, then one more", "notAttacked"],
    ]);
    expect(result.ok, "what is not attacked is no failure").to.equal(true);
    expect(result.counts.notAttacked).to.equal(1);
  });

  it("names what nothing limits", async () => {
    const { permissions } = await prove([bidding]);
    const fields = permissions[0]?.unlimited.map(({ field }) => field);
    expect(fields).to.include.members(["argumentRules", "maxValue", "maxUses", "validUntil"]);
    expect(fields?.includes("permitERC4337Paymaster")).to.equal(releaseOfRun() === "beta");
  });

  it("counts spent tokens to the limit, whichever way they are spent", async () => {
    for (const called of ["transfer", "approve", "increaseAllowance"]) {
      const spending = {
        name: "a",
        target: "token",
        function: `${called}(address,uint256)`,
        spendingLimit: 70,
      };
      expect(ended(await prove([spending]), "spendingLimit")).to.deep.equal([
        ["70 in all, then 1 more", "refused"],
      ]);
    }
    const from = {
      name: "a",
      target: "token",
      function: "transferFrom(address,address,uint256)",
      spendingLimit: 70,
    };
    const result = await prove([from]);
    expect(ended(result, "spendingLimit")).to.deep.equal([["70 in all, then 1 more", "refused"]]);
    expect(ended(result, "use")).to.deep.equal([["a use", "targetRefused"]]);
  });

  it("needs no more than a selector", async () => {
    const result = await prove([{ ...bidding, function: "0xd09de08a", maxTotalValue: 2 }]);
    expect(result.ok).to.equal(true);
    expect(ended(result, "maxTotalValue")[0]?.[1]).to.equal("refused");
  });

  describe("the target", () => {
    const { abi } = contractArtifact("targets/Counter");
    const counting = { name: "count", function: "increment" };

    it("is made of its build artifact where there is none, with the storage that its constructor leaves", async () => {
      // sstore(0, 1); the runtime code reverts unless it finds that.
      const runtime = "5f546008575f5ffd5b00";
      write({ abi, bytecode: `0x60015f5569${runtime}5f52600a6016f3` }, "Counter.json");
      const result = await prove([{ ...counting, target: nowhere, abi: "Counter.json" }]);
      expect(result.permissions[0]?.target).to.deep.equal({ address: nowhere, origin: "artifact" });
      expect(ended(result, "use")).to.deep.equal([["a use", "permitted"]]);
    });

    it("is a stand-in, and is said to be one, where its constructor takes arguments or there is no artifact", async () => {
      const nft = contractArtifact("targets/Nft");
      write({ abi: nft.abi, bytecode: nft.bytecode }, "Nft.json");
      write({ abi, bytecode: "0x5f5ffd" }, "Reverting.json");
      const result = await prove([
        { name: "mint", target: nowhere, function: "mint", abi: "Nft.json" },
        { ...bidding, target: "0x00000000000000000000000000000000000b1de6" },
        { ...counting, target: "0x00000000000000000000000000000000000b1de7", abi: "Reverting.json" },
      ]);
      expect(result.permissions.map(({ target }) => [target.origin, target.note])).to.deep.equal([
        ["standIn", "its artifact's constructor takes arguments"],
        ["standIn", "there is no code at its address, and no build artifact is given"],
        ["standIn", "its artifact's constructor reverts"],
      ]);
    });

    it("is used as it stands on the chain, and what it refuses itself is permitted, marked, with a remedy", async () => {
      const chain = await freshChain();
      const { world } = await createHarness({ provider: chain });
      await world.provider.request({ method: "hardhat_setCode", params: [nowhere, "0x60006000fd"] });
      const result = await proveSessions({
        provider: chain,
        file: write({
          sessions: [
            { name: "mint", target: nowhere, function: "mint(address,uint256)", maxValue: 5, maxUses: 2 },
          ],
        }),
      });
      expect(result.permissions[0]?.target).to.deep.equal({ address: nowhere, origin: "chain" });
      const [use] = rowsOf(result);
      expect(use).to.include({
        verdict: "targetRefused",
        note: 'give the entry an "example" that the target accepts',
      });
      expect(use?.outcome).to.have.property("mined");
      expect(ended(result, "maxUses"), "what the target refuses is counted").to.deep.equal([
        ["2 calls, then one more", "refused"],
      ]);
      expect(result.ok).to.equal(true);
    });

    it("is called as the example says, with the account in the place of its word", async () => {
      const minting = { name: "mint", target: "nft", function: "mint(address,uint256)" };
      const result = await prove([
        { ...minting, example: { args: ["account", "77"], value: "0.01 ether" } },
        { ...minting, name: "cheap", example: { args: ["account", 78], value: "0.001 ether" } },
      ]);
      expect(ended(result, "use")).to.deep.equal([
        ["a use with 0.01 ETH", "permitted"],
        ["a use with 0.001 ETH", "useRefused"],
      ]);
      expect(rowsOf(result, "cheap")[0]?.note).to.equal("the target refuses the entry's own example");
      expect(result.ok, "the file says that the target accepts it").to.equal(false);
    });

    describe("by its name, or by a word in a rule", () => {
      const swapping = { name: "swap", preset: "exchange" };
      /** A chain where an exchange and a token stand at addresses of their own. */
      const deployedOn = async () => {
        const chain = await freshChain();
        const { world } = await createHarness({ provider: chain });
        const place = (path: "targets/Exchange" | "targets/Token") =>
          deployContract(world, contractArtifact(path).bytecode, numberToHex(7, { size: 32 }));
        return { chain, exchange: await place("targets/Exchange"), token: await place("targets/Token") };
      };
      const proveOn = (
        provider: Eip1193Provider,
        sessions: readonly unknown[],
        targets: StandingTargets["targets"],
      ) =>
        prove(sessions, {
          provider,
          deployedOn: () => ({
            targets,
            lookUp: ({ target }) => targets[target as keyof typeof targets],
          }),
        });

      it("is the one that is deployed on the chain, as it is for what creates the session", async () => {
        const { chain, exchange, token } = await deployedOn();
        const byAddress = {
          ...{ name: "by-address", target: exchange, maxValue: 5, maxTotalValue: 9, duration: "1h" },
          function: "swap(address tokenOut,uint256 minAmountOut,address recipient)",
          argumentRules: [{ argument: "tokenOut", condition: "equal", value: "token" }],
          example: { args: ["token", 1, "account"], value: 5 },
        };
        const result = await proveOn(chain, [swapping, byAddress], { exchange, token });
        for (const { target, words } of result.permissions) {
          expect(target).to.deep.equal({ address: exchange, origin: "chain" });
          expect(words).to.deep.equal([{ word: "token", address: token, origin: "chain" }]);
        }
        expect(result.counts).to.include({ permitted: 2, targetRefused: 0 });
        expect(result.ok).to.equal(true);
      });

      it("is the preset's where the chain has none, or no code at its address, and is said to be", async () => {
        const { chain, exchange } = await deployedOn();
        const result = await proveOn(chain, [swapping], { exchange, token: nowhere });
        const [{ target, words } = {}] = result.permissions;
        expect(target?.origin).to.equal("chain");
        expect(words?.map(({ word, origin }) => [word, origin])).to.deep.equal([["token", "preset"]]);
        expect(words?.[0]?.address).not.to.equal(nowhere);
        expect(result.counts).to.include({ permitted: 1, targetRefused: 0 });
      });
    });
  });

  describe("a permission that cannot be used", () => {
    const unusable: [string, Record<string, unknown>][] = [
      ["is over already", { validUntil: 1_000_000_000 }],
      [
        "has rules that contradict each other",
        {
          argumentRules: [
            { argument: "lot", condition: "equal", value: 1 },
            { argument: "lot", condition: "equal", value: 2 },
          ],
        },
      ],
      ["does not permit its own example", { maxValue: 5, example: { args: [1, 1], value: 6 } }],
    ];
    for (const [what, limits] of unusable) {
      it(`is not proved: it ${what}`, async () => {
        const result = await prove([
          { ...bidding, ...limits },
          { name: "count", preset: "counter" },
        ]);
        expect(result.ok).to.equal(false);
        expect(rowsOf(result, "bid").map(({ field, verdict }) => [field, verdict])).to.deep.equal([
          ["use", "useRefused"],
        ]);
        expect(rowsOf(result, "count"), "the others are proved all the same").to.have.length.above(3);
      });
    }
  });

  describe("where a contract does not enforce", () => {
    const counting = { name: "count", preset: "counter", maxUses: 2 };
    const paying = { name: "pay", preset: "erc20" };
    const minting = {
      name: "mint",
      preset: "nft",
      argumentRules: [{ argument: "tokenId", condition: "lessThan", value: 9, maxTotal: 30 }],
    };
    const sessions = [
      counting,
      paying,
      minting,
      { ...bidding, maxOperations: 2, validUntil: "2100-01-01T00:00:00Z" },
    ];

    /** Puts other code in the place of a contract, once the world is made. */
    const replacing =
      (piece: PieceName, codeOf: (world: World) => Promise<unknown>) =>
      async (world: World): Promise<void> => {
        const { address } = world.contracts[piece] as World["contracts"]["EntryPoint"];
        const params = [address, await codeOf(world)];
        await world.provider.request({ method: "hardhat_setCode", params });
      };
    const sudo = ({ client, contracts }: World) => client.getCode({ address: contracts.SudoPolicy.address });
    const agreeable = async () => (await artifacts.readArtifact("AgreeablePolicy")).deployedBytecode;

    const replaced: [PieceName, string[]][] = [
      ["UsageLimitPolicy", ["maxUses", "maxOperations"]],
      ["ValueLimitPolicy", ["maxTotalValue", "maxTotalValue"]],
      ["ERC20SpendingLimitPolicy", ["maxValue", "maxTotalValue", "spendingLimit"]],
      ["UniActionPolicy", ["argumentRules[0]", "argumentRules[0]", "maxValue"]],
      ["TimeFramePolicy", ["validUntil", "validUntil", "validUntil", "validUntil"]],
    ];
    for (const [piece, fields] of replaced) {
      it(`says which attacks were let through where ${piece} lets everything pass`, async () => {
        const result = await prove(sessions, { onWorld: replacing(piece, sudo) });
        expect(result.ok).to.equal(false);
        expect(withVerdict(result, "letThrough")).to.deep.equal(fields);
        expect(withVerdict(result, "useRefused", "refusedOtherwise")).to.deep.equal([]);
      });
    }

    it("says that a use was refused where a policy says 1 to whatever it is asked, which is a no there", async () => {
      const result = await prove([{ name: "mint", preset: "nft" }, paying], {
        onWorld: replacing("ValueLimitPolicy", agreeable),
      });
      expect(result.ok).to.equal(false);
      const [use, ...more] = rowsOf(result, "mint");
      expect(use).to.include({ field: "use", verdict: "useRefused" });
      if (use?.outcome?.status !== "rejected") expect.fail("the use is refused");
      // v1 asks a policy for what it is none as well, and does not enable it.
      const { layer, rule } = use.outcome.refusal;
      expect({ layer, rule, note: use.note }).to.deep.equal(
        releaseOfRun() === "v1"
          ? { layer: "SmartSession", rule: "execution", note: "the session cannot be enabled" }
          : { layer: "policy", rule: "maxTotalValue", note: undefined },
      );
      expect(more).to.deep.equal([]);
      expect(withVerdict(result, "useRefused", "letThrough", "refusedOtherwise")).to.have.length(1);
    });

    it("says in words which attack was let through, and what was to refuse it", async () => {
      let made: World | undefined;
      const result = await prove([counting], {
        onWorld: async (world) => {
          made = world;
          await replacing("UsageLimitPolicy", sudo)(world);
        },
      });
      const text = proveReport(made as World, result);
      expect(text).to.match(
        /✗ let through: count, maxUses: 2 calls, then one more\n {4}expected: refused by policy for maxUses\n {4}observed: accepted/,
      );
    });

    it("says that any key may sign where the session validator agrees to everything", async () => {
      const result = await prove([counting], {
        onWorld: async (world) => {
          const { address } = world.contracts.OwnableValidator;
          const yes = "0x600160005260206000f3"; // returns 1 to whatever it is asked
          await world.provider.request({ method: "hardhat_setCode", params: [address, yes] });
        },
      });
      expect(withVerdict(result, "letThrough")).to.deep.equal(["sessionKey"]);
    });
  });

  describe("the chain", () => {
    const stateOf = async (chain: Eip1193Provider) => ({
      block: await chain.request({ method: "eth_blockNumber" }),
      target: await chain.request({ method: "eth_getCode", params: [nowhere, "latest"] }),
    });

    it("is put back when the proof has ended", async () => {
      const before = await stateOf(provider);
      expect((await prove([bidding])).ok).to.equal(true);
      expect(await stateOf(provider)).to.deep.equal(before);
    });

    it("is put back where the proof fails, and where it is interrupted", async () => {
      const before = await stateOf(provider);
      const own = { ...bidding, name: "own", target: "0x0000000071727De22E5E9d8BAf0edAc6f37da032" };
      const error = await expectToReject(prove([bidding, own]), InvalidInputError);
      expect(error.problems.map(({ field }) => field)).to.deep.equal(["sessions[1].target"]);
      expect(await stateOf(provider)).to.deep.equal(before);

      const controller = new AbortController();
      const reason = new Error("enough");
      const rows: string[] = [];
      const proving = prove([bidding], {
        signal: controller.signal,
        onRow: (_, { field }) => {
          rows.push(field);
          controller.abort(reason);
        },
      });
      expect(await expectToReject(proving, Error)).to.equal(reason);
      expect(rows).to.deep.equal(["use"]);
      expect(await stateOf(provider)).to.deep.equal(before);
    });

    it("is said not to be put back where somebody else has put it back to before", async () => {
      const chain = await freshChain();
      const earlier = await chain.request({ method: "evm_snapshot" });
      const proving = prove([bidding], {
        provider: chain,
        onWorld: async () => {
          await chain.request({ method: "evm_revert", params: [earlier] });
          throw new Error("enough");
        },
      });
      expect(await expectToReject(proving, Error), "what went wrong first").to.have.property(
        "message",
        "enough",
      );

      const snapshots = await snapshotsOf(chain);
      await snapshots.restore();
      await chain.request({ method: "evm_revert", params: ["0x1"] });
      await expectToReject(snapshots.restore(), SnapshotLostError);
    });

    it("is refused where nobody simulates it, before anything is asked of it but what it is", async () => {
      const asked: string[] = [];
      const live: Eip1193Provider = {
        request: async ({ method, params }) => {
          asked.push(method);
          if (method === "hardhat_metadata") throw new Error("the method does not exist");
          return provider.request({ method, ...(params && { params }) });
        },
      };
      await expectToReject(prove([bidding], { provider: live }), ChainNotLocalError);
      expect(asked).to.deep.equal(["eth_chainId", "hardhat_metadata"]);
    });
  });

  describe("on a fork", () => {
    needsCodeStore("sessions prove on a fork");
    let upstream: Upstream;
    before(async () => {
      upstream = await startUpstream();
      await createWorld(upstream.provider, { release: "v1" });
      await upstream.provider.request({ method: "hardhat_setCode", params: [nowhere, "0x00"] });
    });
    after(() => upstream?.close());

    it("uses the chain's own contracts, and sends nothing to the chain", async () => {
      const block = await upstream.provider.request({ method: "eth_blockNumber" });
      let kind: World["kind"] | undefined;
      const result = await prove([{ ...bidding, maxUses: 2 }], {
        provider: await forkOf(upstream.url),
        onWorld: (world) => {
          kind = world.kind;
        },
      });
      expect({ kind, ok: result.ok }).to.deep.equal({ kind: "fork", ok: true });
      expect(result.permissions[0]?.target).to.deep.equal({ address: nowhere, origin: "chain" });
      expect(ended(result, "maxUses")).to.deep.equal([["2 calls, then one more", "refused"]]);
      expect(await upstream.provider.request({ method: "eth_blockNumber" })).to.equal(block);
    });
  });

  it("refuses options that cannot be meant, and names the problems of a file by their paths", async () => {
    const wrongKind = await expectToReject(prove([bidding], { account: "metamask" }), InvalidInputError);
    expect(wrongKind.problems[0]).to.include({ field: "account", value: "metamask" });
    const wrongFile = await expectToReject(prove([{ ...bidding, maxUse: 1 }]), InvalidInputError);
    expect(wrongFile.problems.map(({ field }) => field)).to.deep.equal(["sessions[0].maxUse"]);
  });
});
