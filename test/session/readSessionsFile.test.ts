import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Address, parseEther, toFunctionSelector } from "viem";
import {
  type CompileEntriesParameters,
  compileEntries,
  contractArtifact,
  createWorld,
  InvalidInputError,
  readSessionsFile,
  type SessionEntry,
} from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { releaseOfRun } from "../helpers/releases.ts";

const target: Address = "0x1111111111111111111111111111111111111111";
const sessionKey: Address = "0x2222222222222222222222222222222222222222";
const counting = { name: "count", target, function: "increment()" };
const paying = { name: "pay", target, function: "pay(address to,uint256 amount)" };

describe("a sessions file", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "sessions-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  const write = (content: unknown, name = "batch.json"): string => {
    const file = join(folder, name);
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
    return file;
  };
  const read = (...sessions: unknown[]) => readSessionsFile(write({ sessions })).entries;
  const permissionOf = (entry: unknown, now?: bigint) => {
    const [first] = read(entry);
    return (first as SessionEntry).toPermission({ sessionKey, target, now });
  };
  /** What is refused of a file, field by field. */
  const refused = (content: unknown) => {
    try {
      readSessionsFile(write(content));
    } catch (error) {
      if (!(error instanceof InvalidInputError)) throw error;
      expect(error.source).to.equal(join(folder, "batch.json"));
      return error;
    }
    expect.fail("expected the file to be refused");
  };
  const refusedFields = (...sessions: unknown[]) =>
    refused({ sessions }).problems.map(({ field }) => field.replace(/^sessions\[0\]\.?/, ""));

  describe("what it says", () => {
    it("is read as the permission of a key and a target", () => {
      const rule = { argument: "amount", condition: "lessThanOrEqual", value: "100", maxTotal: 500 };
      const permission = permissionOf({
        ...paying,
        argumentRules: [rule],
        maxValue: "0.05 ether",
        maxTotalValue: 7,
        maxUses: "3",
        maxOperations: 2,
        permitERC4337Paymaster: true,
        validAfter: "2027-01-01T00:00:00Z",
        validUntil: 1_900_000_000,
      });
      expect(permission).to.deep.equal({
        sessionKey,
        target,
        function: paying.function,
        argumentRules: [rule],
        maxValue: parseEther("0.05"),
        maxTotalValue: 7n,
        maxUses: "3",
        maxOperations: 2,
        permitERC4337Paymaster: true,
        validAfter: 1_798_761_600n,
        validUntil: 1_900_000_000n,
      });
    });

    it("names a preset, whose fields it replaces, and whose target is the deployed one", () => {
      const [counter, erc20, nft] = read(
        { name: "a", preset: "counter" },
        { name: "b", preset: "erc20", spendingLimit: 5, validUntil: 1_900_000_000 },
        { name: "c", preset: "nft", target },
      );
      expect([counter?.target, erc20?.target, nft?.target]).to.deep.equal(["counter", "token", target]);
      const permission = erc20?.toPermission({ sessionKey, target });
      expect(permission).to.include({ spendingLimit: 5, validUntil: 1_900_000_000n });
      expect(permission, "the end replaces the preset's duration").not.to.have.property("duration");
    });

    it("takes words for addresses alone", () => {
      const rules = [
        { argument: "amount", condition: "equal", value: "account" },
        { argument: "to", condition: "equal", value: "somebody" },
      ];
      const { problems } = refused({ sessions: [{ ...paying, argumentRules: rules }] });
      expect(problems.map(({ field, value, problem }) => [field, value, problem])).to.deep.equal([
        ["sessions[0].argumentRules[0].value", "account", "is not a whole number"],
        ["sessions[0].argumentRules[1].value", "somebody", "is not an address"],
      ]);
    });

    it("makes as many sessions of an entry as it counts, each by a name of its own", () => {
      const entries = read({ ...counting, count: 3 }, paying);
      expect(entries.map(({ name, path }) => `${name} ${path}`)).to.deep.equal([
        "count-1 sessions[0]",
        "count-2 sessions[0]",
        "count-3 sessions[0]",
        "pay sessions[1]",
      ]);
    });

    it("counts a duration from the chain's time where that is told, and from validAfter where the file says it", () => {
      const lasting = { ...counting, duration: "24h" };
      expect(permissionOf(lasting, 1000n))
        .to.include({ validUntil: 87_400n })
        .and.not.to.have.property("duration");
      expect(permissionOf(lasting)).to.include({ duration: "24h" });
      const later = permissionOf({ ...lasting, validAfter: 1_900_000_000 }, 1000n);
      expect(later)
        .to.include({ duration: "24h", validAfter: 1_900_000_000n })
        .and.not.to.have.property("validUntil");
    });

    const amounts: [number | string, bigint][] = [
      ["0", 0n],
      ["5 gwei", 5_000_000_000n],
      ["1.5 gwei", 1_500_000_000n],
      ["0.000000000000000001 ether", 1n],
      ["12ether", 12n * 10n ** 18n],
      ["7 wei", 7n],
    ];
    for (const [written, wei] of amounts) {
      it(`takes ${written} for ${wei} wei`, () => {
        expect(permissionOf({ ...paying, maxValue: written }).maxValue).to.equal(wei);
      });
    }

    const times: [string, bigint][] = [
      ["1900000000", 1_900_000_000n],
      ["2030-03-17T18:46:40+01:00", 1_899_999_999n + 1n],
      ["2030-03-17T17:46:40.000Z", 1_900_000_000n],
      ["2030-03-17T17:46Z", 1_899_999_960n],
    ];
    for (const [written, seconds] of times) {
      it(`takes ${written} for ${seconds}`, () => {
        expect(permissionOf({ ...paying, validUntil: written }).validUntil).to.equal(seconds);
      });
    }

    it("gives the ABI as signatures, and finds a function in it by name", () => {
      const signatures = ["struct Bid { uint256 lot; uint256 amount; }", "function bid(Bid bid) payable"];
      const [entry] = read({ name: "bid", target, function: "bid", abi: signatures });
      expect(entry?.abi).to.have.length(1);
    });

    it("gives the ABI as a file beside it: an artifact of Hardhat or Foundry, with its code, or the ABI alone", () => {
      const { abi, bytecode } = contractArtifact("targets/Counter");
      write({ abi, bytecode }, "Hardhat.json");
      write({ abi, bytecode: { object: bytecode } }, "Foundry.json");
      write(abi, "abi.json");
      write({ abi, bytecode: "0x__$a7$__" }, "unlinked.json");
      const code = (name: string) => {
        const [entry] = read({ ...counting, function: "increment", abi: name });
        expect(entry?.abi).to.deep.equal(abi);
        return entry?.artifact?.bytecode;
      };
      expect([code("Hardhat.json"), code("Foundry.json")]).to.deep.equal([bytecode, bytecode]);
      expect([code("abi.json"), code("unlinked.json")]).to.deep.equal([undefined, undefined]);
    });

    it("says what is not linted, of all its sessions and of one, and grants nothing by it", () => {
      const off = { "no-expiry": "the key is in an HSM" };
      const file = readSessionsFile(write({ lint: { off }, sessions: [{ ...counting, lint: { off } }] }));
      expect([file.off, file.entries[0]?.off]).to.deep.equal([off, off]);
      expect(permissionOf({ ...counting, lint: { off } })).to.deep.equal(permissionOf(counting));
    });

    it("gives an example by values that JSON can hold, and the caller by a word", () => {
      const [entry] = read({ ...paying, example: { args: ["account", "5"], value: "1 gwei" } });
      expect(entry?.example).to.deep.equal({ args: ["account", "5"], value: 10n ** 9n });
    });
  });

  describe("what it cannot mean", () => {
    const wrong: [string, Record<string, unknown>, string][] = [
      ["a limit by a mistyped name", { ...counting, maxUse: 3 }, "maxUse"],
      ["no name", { ...counting, name: undefined }, "name"],
      ["a name with a blank", { ...counting, name: "a b" }, "name"],
      ["a name that begins with a dot", { ...counting, name: ".a" }, "name"],
      ["a name of 41 characters", { ...counting, name: "a".repeat(41) }, "name"],
      ["a name that its number makes too long", { ...counting, name: "a".repeat(39), count: 2 }, "name"],
      ["a preset that is not known", { name: "a", preset: "erc721" }, "preset"],
      ["no target", { ...counting, target: undefined }, "target"],
      ["no function", { ...counting, function: undefined }, "function"],
      ["a target that is neither address nor name", { ...counting, target: "shop" }, "target"],
      [
        "a target with a wrong checksum",
        { ...counting, target: "0xD8dA6BF26964aF9D7eEd9e03E53415D37aA96046" },
        "target",
      ],
      ["the zero address as target", { ...counting, target: `0x${"0".repeat(40)}` }, "target"],
      ["a function's name without an ABI", { ...counting, function: "increment" }, "function"],
      [
        "a signature of the ABI that is none",
        { ...counting, abi: ["function increment()", "increment"] },
        "abi[1]",
      ],
      ["an ABI's file that is not there", { ...counting, abi: "nowhere.json" }, "abi"],
      ["an ABI's file that is none", { ...counting, abi: "batch.json" }, "abi"],
      [
        "a rule for an argument that is not there",
        { ...paying, argumentRules: [{ argument: "x", condition: "equal", value: 1 }] },
        "argumentRules[0].argument",
      ],
      [
        "a rule with a comparison that is not known",
        { ...paying, argumentRules: [{ argument: 1, condition: "<", value: 1 }] },
        "argumentRules[0].condition",
      ],
      ["an amount of another currency", { ...paying, maxValue: "0.05 ETH" }, "maxValue"],
      ["an amount finer than a wei", { ...paying, maxValue: "0.5" }, "maxValue"],
      ["an amount that JSON's numbers cannot hold", { ...paying, maxValue: 1e18 }, "maxValue"],
      ["a negative amount", { ...paying, maxTotalValue: -1 }, "maxTotalValue"],
      ["a time without a zone", { ...counting, validUntil: "2027-01-01T00:00:00" }, "validUntil"],
      ["a day that is none", { ...counting, validUntil: "2027-02-29T00:00:00Z" }, "validUntil"],
      ["a time in milliseconds", { ...counting, validUntil: 1_795_373_973_000 }, "validUntil"],
      [
        "an end before the beginning",
        { ...counting, validAfter: 1_900_000_000, validUntil: 1_800_000_000 },
        "validUntil",
      ],
      ["an end and a duration", { ...counting, validUntil: 1_900_000_000, duration: "1h" }, "duration"],
      ["a duration that is none", { ...counting, duration: "soon" }, "duration"],
      ["no use at all", { ...counting, maxUses: 0 }, "maxUses"],
      ["a limit that nothing enforces", { ...counting, spendingLimit: 5 }, "spendingLimit"],
      ["a count of none", { ...counting, count: 0 }, "count"],
      ["an example with too few arguments", { ...paying, example: { args: ["account"] } }, "example.args"],
      ["an example of another type", { ...paying, example: { args: ["account", "x"] } }, "example.args[1]"],
      [
        "an example for a selector",
        { ...counting, function: "0xd09de08a", example: { args: [] } },
        "example.args",
      ],
    ];
    for (const [what, entry, field] of wrong) {
      it(`refuses ${what}`, () => {
        expect(refusedFields(entry)).to.deep.equal([field]);
      });
    }

    it("names every problem of every entry by its path, in the file's order", () => {
      const error = refused({
        sessions: [
          { ...counting, maxUse: 1, validUntil: "soon", function: "x" },
          { name: "a", preset: "nft", duration: "soon" },
          5,
          { name: "a", preset: "erc20", maxValue: "1 ETH" },
        ],
      });
      expect(error.problems.map(({ field }) => field)).to.deep.equal([
        "sessions[0].validUntil",
        "sessions[0].maxUse",
        "sessions[0].function",
        "sessions[1].duration",
        "sessions[2]",
        "sessions[3].maxValue",
        "sessions[3].name",
      ]);
      expect(error.message.split("\n")[0]).to.match(
        /batch\.json: sessions\[0\]\.validUntil: "soon" is not a time$/,
      );
    });

    it("refuses names that a count makes twice", () => {
      const entries = [
        { ...counting, name: "a", count: 2 },
        { ...paying, name: "a-2" },
      ];
      expect(refused({ sessions: entries }).problems.map(({ field }) => field)).to.deep.equal([
        "sessions[1].name",
      ]);
    });

    it("takes no key and no salt, and shows none", () => {
      const secret = `0x${"5a".repeat(32)}`;
      for (const field of ["privateKey", "sessionKey", "salt", "key"]) {
        const error = refused({ sessions: [{ ...counting, [field]: secret }] });
        const [problem] = error.problems;
        expect(problem).to.include({ field: `sessions[0].${field}`, value: "(not shown)" });
        expect(problem.problem).to.match(/not taken from a file/);
        expect(JSON.stringify([error, error.message])).not.to.include("5a5a5a");
      }
      for (const field of ["name", "target", "function", "maxUses", "duration", "sessionValidator"]) {
        expect(refused({ sessions: [{ ...counting, [field]: secret }] }).message).not.to.include("5a5a5a");
      }
    });

    it("refuses what is around the sessions where it is not known, and a file without any", () => {
      const fields = (content: unknown) => refused(content).problems.map(({ field }) => field);
      expect(fields({ sessions: [counting], session: [] })).to.deep.equal(["session"]);
      expect(fields({ sessions: [] })).to.deep.equal(["sessions"]);
      expect(fields({})).to.deep.equal(["sessions"]);
      expect(fields([counting])).to.deep.equal(["the file"]);
    });

    it("names what is wrong around the sessions and what is wrong with them together", () => {
      const error = refused({ session: [], sessions: [{ ...counting, maxUse: 3 }] });
      expect(error.problems.map(({ field }) => field)).to.deep.equal(["session", "sessions[0].maxUse"]);
    });

    const numbers: [string, unknown, RegExp][] = [
      ["maxUses", -1, /^is negative$/],
      ["maxValue", -1, /^is negative$/],
      ["validUntil", -1, /^is negative$/],
      ["maxUses", 1e18, /^is a number too great to be exact: write it as digits in quotes$/],
      ["maxTotalValue", 1e18, /^is a number too great to be exact/],
      ["spendingLimit", 1.5, /^is not a whole number$/],
      ["abi", "", /^is not an ABI$/],
      ["abi", [], /^is not an ABI$/],
      ["argumentRules", [{ argument: -1, maxTotal: 1 }], /^is not an argument$/],
      ["argumentRules", [{ argument: 1e18, maxTotal: 1 }], /^is not an argument$/],
      ["argumentRules", [{ argument: 1, maxTotal: -1 }], /^is negative$/],
      ["argumentRules", [{ argument: 1, condition: "inRange", value: [] }], /^is not a range$/],
      ["example", { value: -1 }, /^is negative$/],
      ["lint", { off: { "no-expiry": " " } }, /^is no reason$/],
      ["lint", { off: { "no-expiry": 1 } }, /^is not a reason$/],
      ["lint", { off: ["no-expiry"] }, /^is not what is switched off$/],
      ["lint", "off", /^is not what lint is told$/],
      ["validUntil", "9999-12-31T00:00:00Z", /^is beyond the year 5138$/],
    ];
    for (const [field, value, problem] of numbers) {
      it(`says in words what is wrong with ${field}: ${JSON.stringify(value)}`, () => {
        const [first] = refused({ sessions: [{ ...paying, [field]: value }] }).problems;
        expect(first.problem).to.match(problem);
        expect(first.remedy).to.match(/^(Give|Say|Leave) .+\.$/);
      });
    }

    const kinds: [string, Record<string, unknown>, string][] = [
      ["milliseconds", { ...counting, validUntil: 1_795_373_973_000 }, "milliseconds"],
      ["no use at all", { ...counting, maxUses: 0 }, "dead"],
      ["an end before the beginning", { ...counting, validAfter: 2_000_000_000, validUntil: 1 }, "dead"],
      ["a limit that nothing enforces", { ...counting, maxValue: 0 }, "unenforceable"],
      ["the fallback action", { ...counting, target: `0x${"0".repeat(39)}1` }, "fallback"],
    ];
    for (const [what, entry, kind] of kinds) {
      it(`tells ${what} from other mistakes`, () => {
        expect(refused({ sessions: [entry] }).problems).to.have.nested.property("[0].kind", kind);
      });
    }

    it("refuses a file that is not there by the word that stands for it", () => {
      const file = join(folder, "nowhere.json");
      expect(() => readSessionsFile(file)).to.throw(
        InvalidInputError,
        /^FILE: ".*" is no file that can be read \(ENOENT\)/,
      );
    });
  });

  describe("what is not JSON", () => {
    const broken: [string, string, RegExp][] = [
      ['{ "sessions": [\n  { "name": "a", }\n] }', "line 2, column 18", /a name in double quotes/],
      ["{ 'sessions': [] }", "line 1, column 3", /a name in double quotes/],
      ['{ "sessions": [] ', "line 1, column 18", /a comma or \}/],
      ['{ "sessions" [] }', "line 1, column 14", /a colon/],
      ['{ "sessions": [1 2] }', "line 1, column 18", /a comma or \]/],
      ['{ "a": 01 }', "line 1, column 9", /a comma or \}/],
      ['{ "a": "tab\t" }', "line 1, column 8", /a value/],
      ['{ "a": "\u007fé\\u00e9", "b": tru }', "line 1, column 25", /a value/],
      ["[] []", "line 1, column 4", /the end of the file/],
      ["", "line 1, column 1", /a value/],
    ];
    for (const [text, place, expected] of broken) {
      it(`is refused at its place: ${JSON.stringify(text)}`, () => {
        const [{ field, problem }] = refused(text).problems;
        expect(field).to.equal(place);
        expect(problem).to.match(expected);
      });
    }

    it("is not shown: it may be a secret", () => {
      const secret = "5a".repeat(32);
      const error = refused(`{ "sessions": [], "key": ${secret} }`);
      expect(JSON.stringify([error, error.message, error.cause])).not.to.include("5a5a5a");
    });
  });

  describe("compiled", () => {
    const freshWorld = fixture(createWorld);
    const keyOf = () => sessionKey;
    const targetOf = () => target;

    it("gives a session for each entry, of its own key and target, and of its own salt", async () => {
      const world = await freshWorld();
      const entries = read({ ...counting, count: 2 }, { name: "nft", preset: "nft" });
      const other: Address = "0x3333333333333333333333333333333333333333";
      const compiled = compileEntries(world, entries, {
        keyOf: (_, index) => (index === 1 ? other : sessionKey),
        targetOf: (entry) => (entry.target === "nft" ? other : target),
      });
      expect(compiled.map(({ permission }) => [permission.sessionKey, permission.target])).to.deep.equal([
        [sessionKey, target],
        [other, target],
        [sessionKey, other],
      ]);
      expect(compiled[2]?.permission.function.selector).to.equal(toFunctionSelector("mint(address,uint256)"));
      expect(new Set(compiled.map(({ permissionId }) => permissionId)).size).to.equal(3);
    });

    it("names what no world takes by its path, each problem once, those of all entries together", async () => {
      const world = await freshWorld();
      const entries = read(
        { ...counting, name: "a", target: world.contracts.SmartSession.address, count: 3 },
        { ...counting, name: "b" },
        { ...counting, name: "c", target: world.contracts.EntryPoint.address },
      );
      const act = () =>
        compileEntries(world, entries, { keyOf, targetOf: (entry) => entry.target as Address });
      expect(act).to.throw(InvalidInputError).with.property("source", join(folder, "batch.json"));
      expect(act)
        .to.throw(InvalidInputError)
        .with.property("problems")
        .that.satisfies((problems: InvalidInputError["problems"]) => {
          expect(problems.map(({ field }) => field)).to.deep.equal([
            "sessions[0].target",
            "sessions[2].target",
          ]);
          return true;
        });
    });

    it("holds arguments to the account and to deployed targets, by their words", async () => {
      const world = await freshWorld();
      const [account, token]: Address[] = [target, "0x4444444444444444444444444444444444444444"];
      const rule = (value: string) => ({ argument: "to", condition: "equal", value });
      const entries = read(
        { name: "swap", preset: "exchange" },
        { ...paying, name: "a", argumentRules: [rule("account")] },
        { ...paying, name: "b", argumentRules: [rule("nft")] },
      );
      const textsOf = (known: Partial<CompileEntriesParameters>) =>
        compileEntries(world, entries, { keyOf, targetOf, ...known }).map(({ permission }) =>
          permission.argumentRules.map(({ text }) => text),
        );
      expect(textsOf({ account, targets: { token, nft: sessionKey } })).to.deep.equal([
        [`recipient == ${account}`, `tokenOut == ${token}`],
        [`to == ${account}`],
        [`to == ${sessionKey}`],
      ]);
      expect(() => textsOf({ targets: { token } }))
        .to.throw(InvalidInputError)
        .with.property("problems")
        .that.satisfies((problems: InvalidInputError["problems"]) => {
          expect(problems.map(({ field, value }) => [field, value])).to.deep.equal([
            ["sessions[0].argumentRules[0].value", "account"],
            ["sessions[1].argumentRules[0].value", "account"],
            ["sessions[2].argumentRules[0].value", "nft"],
          ]);
          return true;
        });
    });

    it("refuses on the beta that no paymaster may pay, by the entry's path", async function () {
      if (releaseOfRun() !== "beta") this.skip();
      const entries = read({ ...counting, permitERC4337Paymaster: false });
      const world = await freshWorld();
      expect(() => compileEntries(world, entries, { keyOf, targetOf })).to.throw(
        InvalidInputError,
        /batch\.json: sessions\[0\]\.permitERC4337Paymaster: false cannot be kept/,
      );
    });
  });
});
