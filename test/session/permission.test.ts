import { expect } from "chai";
import type { Hex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import {
  contractArtifact,
  createHarness,
  durations,
  InvalidInputError,
  type Permission,
  toJson,
} from "../../src/index.ts";
import { parseDuration } from "../../src/session/parseDuration.ts";
import { parsePermission } from "../../src/session/parsePermission.ts";
import { resolveFunction } from "../../src/session/resolveFunction.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { fixture } from "../helpers/fixture.ts";

const abi = contractArtifact("targets/Counter").abi;
const someone = "0x1111111111111111111111111111111111111111";
const good = { sessionKey: someone, target: someone, function: "increment()" } as const;

describe("Permission", () => {
  const harness = fixture((provider) => createHarness({ provider }));
  const refuses = (what: string, change: object, field: string, problem: RegExp) =>
    it(`refuses ${what}`, async () => {
      const { compile, world } = await harness();
      const before = await world.client.getBlockNumber();
      const given = (change as Record<string, unknown>)[field];
      const value = Array.isArray(given)
        ? "(a list)"
        : typeof given === "bigint" && given >= 2n ** 128n
          ? "(a number too great to show)"
          : given;
      await expectInputError(() => compile({ ...good, ...change } as Permission), field, value, problem);
      expect(await world.client.getBlockNumber(), "nothing is sent").to.equal(before);
    });

  describe("addresses", () => {
    refuses("a target that is no address", { target: "0x123" }, "target", /not an address/);
    refuses("a target that is no text", { target: 5 }, "target", /not an address/);
    refuses("a target that is missing", { target: undefined }, "target", /missing/);
    refuses("the zero address as target", { target: `0x${"0".repeat(40)}` }, "target", /zero address/);
    refuses(
      "SmartSession's fallback flag as target",
      { target: `0x${"0".repeat(39)}1` },
      "target",
      /fallback/,
    );
    it("refuses SmartSession itself as target", async () => {
      const { compile, world } = await harness();
      const target = world.contracts.SmartSession.address;
      await expectInputError(() => compile({ ...good, target }), "target", target, /SmartSession itself/);
    });
    refuses(
      "a session key with a mistyped checksum",
      { sessionKey: "0xDdFF43A42726df11E34123f747bDce0f755F784d" },
      "sessionKey",
      /checksum/,
    );
    refuses("the zero address as session key", { sessionKey: `0x${"0".repeat(40)}` }, "sessionKey", /no key/);
  });

  describe("function", () => {
    refuses("a selector of 3 bytes", { function: "0xd09de0" }, "function", /3 bytes/);
    refuses("a selector of 5 bytes", { function: "0xd09de08a00" }, "function", /5 bytes/);
    refuses("a selector that is no hexadecimal", { function: "0xd09de08g" }, "function", /not a selector/);
    refuses("half a byte", { function: "0xd09de08" }, "function", /not a selector/);
    refuses("a signature that does not parse", { function: "increment(" }, "function", /signature/);
    refuses("a name without an ABI", { function: "increment" }, "function", /selector/);
    refuses("a name that the ABI does not have", { function: "bogus", abi }, "function", /does not have/);
    refuses(
      "a signature that the ABI does not have",
      { function: "bogus()", abi },
      "function",
      /does not have/,
    );
    refuses(
      "a selector that the ABI does not have",
      { function: "0x12345678", abi },
      "function",
      /does not have/,
    );
    refuses(
      "a plain transfer, whose amount nothing limits",
      { function: "0xffffffff" },
      "function",
      /plain transfer/,
    );
    refuses("receive(), which is no function", { function: "receive()" }, "function", /signature/);
    refuses("an ABI of signatures", { abi: ["function increment()"] }, "abi", /not an ABI/);
    refuses("an ABI of nothing", { abi: [null] }, "abi", /not an ABI/);
    refuses("an ABI without inputs", { abi: [{ type: "function", name: "f" }] }, "abi", /not an ABI/);
    refuses("no text at all", { function: 7 }, "function", /not a function/);

    const selectors: [string, Hex][] = [
      ["increment()", "0xd09de08a"],
      ["0xD09DE08A", "0xd09de08a"],
      ["transfer(address,uint256)", "0xa9059cbb"],
      ["transfer(address to, uint amount)", "0xa9059cbb"],
      ["function mint(address,uint256) payable", "0x40c10f19"],
    ];
    for (const [written, selector] of selectors) {
      it(`reads ${written} as ${selector}`, () => {
        expect(resolveFunction(written)).to.have.property("selector", selector);
      });
    }

    it("reads a bare name by the ABI, which tells whether it takes value", () => {
      const resolved = { selector: "0xd09de08a", signature: "increment()", inputs: [], payable: false };
      expect(resolveFunction("increment", abi)).to.deep.equal(resolved);
      expect(resolveFunction("mint", contractArtifact("targets/Nft").abi)).to.include({ payable: true });
      expect(resolveFunction("increment()")).not.to.have.property("payable");
    });

    it("takes the names that were written where the ABI has none, and refuses others than it has", () => {
      const transfer = { type: "function", name: "f", outputs: [], stateMutability: "nonpayable" } as const;
      const address = (name: string) => ({ type: "address", name }) as const;
      const unnamed = [{ ...transfer, inputs: [address(""), address("")] }] as const;
      expect(resolveFunction("f(address to,address from)", unnamed))
        .to.have.property("inputs")
        .that.deep.equals([address("to"), address("from")]);
      const named = [{ ...transfer, inputs: [address("to"), address("from")] }] as const;
      expect(resolveFunction("f(address from,address to)", named))
        .to.have.property("problem")
        .that.matches(/calls its argument 0 from, and the ABI calls it to/);
      expect(resolveFunction("f(address,address)", named)).not.to.have.property("problem");
    });

    const noAbis: [string, object][] = [
      ["a type that is short for another", { inputs: [{ type: "uint", name: "a" }] }],
      ["members that are none", { inputs: [{ type: "tuple", name: "a", components: [null] }] }],
      ["a mutability that is none", { inputs: [], stateMutability: "Payable" }],
    ];
    for (const [what, wrong] of noAbis) {
      it(`refuses an ABI that has ${what}`, async () => {
        const { compile } = await harness();
        const item = { type: "function", name: "f", outputs: [], ...wrong };
        await expectInputError(
          () => compile({ ...good, abi: [item] as never }),
          "abi",
          "(a list)",
          /not an ABI/,
        );
      });
    }

    it("refuses a name that several functions have, and offers them", () => {
      const mint = { type: "function", name: "mint", outputs: [], stateMutability: "payable" } as const;
      const overloaded = [
        { ...mint, inputs: [{ type: "address", name: "to" }] },
        { ...mint, inputs: [] },
      ] as const;
      const refused = resolveFunction("mint", overloaded);
      expect(refused)
        .to.have.property("problem")
        .that.matches(/several/);
      expect(refused).to.have.property("remedy").that.includes("mint(address), mint()");
    });
  });

  describe("time", () => {
    refuses(
      "validUntil before validAfter",
      { validAfter: 20, validUntil: 10 },
      "validUntil",
      /before validAfter/,
    );
    refuses("milliseconds for validUntil", { validUntil: 1795373973000 }, "validUntil", /milliseconds/);
    refuses("milliseconds for validAfter", { validAfter: 1795373973000n }, "validAfter", /milliseconds/);
    refuses("a number that is not exact", { validUntil: 1e18 }, "validUntil", /too great to be exact/);
    refuses("a negative time", { validAfter: -1 }, "validAfter", /negative/);
    refuses("a time with a fraction", { validUntil: 1.5 }, "validUntil", /whole number/);
    refuses("a validUntil of 0, which would mean never", { validUntil: 0 }, "validUntil", /never expires/);
    refuses(
      "microseconds",
      { validUntil: 1_800_000_000_000_000n },
      "validUntil",
      /is microseconds, it seems/,
    );
    refuses("nanoseconds", { validUntil: 18n * 10n ** 17n }, "validUntil", /is nanoseconds, it seems/);
    refuses("a time beyond all of these", { validUntil: 10n ** 20n }, "validUntil", /more than 9{20}$/);

    it("takes the last second before it looks like milliseconds", async () => {
      const { compile } = await harness();
      expect(compile({ ...good, validUntil: 99_999_999_999 }).permission.validUntil).to.equal(
        99_999_999_999n,
      );
      expect(() => compile({ ...good, validUntil: 100_000_000_000 })).to.throw(
        InvalidInputError,
        /milliseconds/,
      );
    });

    it("names the seconds that were meant by milliseconds", async () => {
      const { compile } = await harness();
      const compiling = () => compile({ ...good, validUntil: 1795373973000 });
      expect(compiling).to.throw(InvalidInputError, "Give seconds: 1795373973 ");
    });

    it("takes validUntil equal to validAfter: one second of use", async () => {
      const { compile } = await harness();
      expect(compile({ ...good, validAfter: 10, validUntil: 10 }).permission).to.include({
        validAfter: 10n,
        validUntil: 10n,
      });
    });
  });

  describe("uses, salt and fields", () => {
    refuses("0 uses, which would allow nothing", { maxUses: 0 }, "maxUses", /less than 1/);
    refuses("negative uses", { maxUses: -1n }, "maxUses", /negative/);
    refuses("more uses than 128 bits hold", { maxUses: 2n ** 128n }, "maxUses", /more than 2\^128 - 1/);
    refuses("no operations", { maxOperations: 0 }, "maxOperations", /less than 1/);
    it("refuses the session key's own private key as a salt, and does not show it", async () => {
      const { compile } = await harness();
      const salt = generatePrivateKey();
      const permission = { ...good, sessionKey: privateKeyToAddress(salt), salt };
      const hidden = "(not shown: it may be a private key or a recovery phrase)";
      await expectInputError(() => compile(permission), "salt", hidden, /goes on chain/);
    });
    refuses("a salt that is not 32 bytes", { salt: "0x01" }, "salt", /32 bytes/);
    refuses("a field that nothing enforces", { maxGas: "(not shown)" }, "maxGas", /not a field/);

    it("names every field that is wrong at once", async () => {
      const { compile } = await harness();
      let error: unknown;
      try {
        compile({ ...good, target: "0x1", function: "0x12", validUntil: -1, maxUses: 0 });
      } catch (thrown) {
        error = thrown;
      }
      expect((error as InvalidInputError).problems.map(({ field }) => field)).to.have.members([
        "target",
        "function",
        "validUntil",
        "maxUses",
      ]);
    });
  });

  describe("durations", () => {
    const durationsOf: [string, bigint][] = [
      ["1 hour", 3600n],
      ["6 hours", 21_600n],
      ["1 day", 86_400n],
      ["1 week", 604_800n],
      ["1 month", 2_592_000n],
      ["24h", 86_400n],
      ["7d", 604_800n],
      ["30 min", 1800n],
    ];
    for (const [duration, seconds] of durationsOf) {
      it(`lets ${duration} last ${seconds} seconds from validAfter`, async () => {
        const { compile } = await harness();
        const { permission } = compile({ ...good, validAfter: 1_800_000_000, duration });
        expect(permission.validUntil).to.equal(1_800_000_000n + seconds);
      });
    }

    it("begins now where validAfter is left out", () => {
      const permission = parsePermission({ ...good, duration: "1 hour" }, 1_900_000_000n);
      expect(permission).to.include({ validUntil: 1_900_003_600n }).and.not.to.have.property("validAfter");
    });

    it("offers durations that it can read", () => {
      for (const one of durations) expect(parseDuration(one)).to.be.a("bigint");
    });

    for (const duration of [
      "",
      "1",
      "day",
      "0 days",
      "-1 day",
      "1.5 days",
      "1 m",
      "1 fortnight",
      "9999999999 d",
    ]) {
      refuses(`"${duration}"`, { duration }, "duration", /not a duration/);
    }
    it("takes a validAfter of 0 for now", () => {
      expect(parsePermission({ ...good, validAfter: 0, duration: "1 hour" }, 1_900_000_000n)).to.include({
        validUntil: 1_900_003_600n,
      });
    });

    it("may end in the last second before times look like milliseconds, and no later", () => {
      const lasting = (now: bigint) => parsePermission({ ...good, duration: "1 hour" }, now).validUntil;
      expect(lasting(99_999_996_399n)).to.equal(99_999_999_999n);
      expect(() => lasting(99_999_996_400n)).to.throw(InvalidInputError, /beyond the year 5138/);
    });

    refuses("a number", { duration: 3600 }, "duration", /not a duration/);
    refuses(
      "one beside validUntil",
      { duration: "1 day", validUntil: 4_000_000_000 },
      "duration",
      /beside validUntil/,
    );
    refuses(
      "one that ends where times look like milliseconds",
      { duration: "999999999 d" },
      "duration",
      /beyond the year 5138/,
    );
  });

  describe("native value", () => {
    const mint = { function: "mint(address,uint256)" };
    refuses("a negative value", { ...mint, maxValue: -1n }, "maxValue", /negative/);
    refuses("no whole number of wei", { ...mint, maxTotalValue: 0.05 }, "maxTotalValue", /whole number/);
    refuses(
      "0 wei for a function without arguments, which no policy can keep",
      { maxValue: 0n },
      "maxValue",
      /no policy holds a function without arguments to 0 wei/,
    );
    refuses("0 wei in all for one", { maxTotalValue: 0n }, "maxTotalValue", /no policy holds/);
    refuses(
      "0 wei in all for one, beside more for a call",
      { maxValue: 5n, maxTotalValue: 0n },
      "maxTotalValue",
      /no/,
    );
    refuses(
      "0 wei for a function that is only a selector",
      { function: "0x12345678", maxValue: 0 },
      "maxValue",
      /without knowing/,
    );
    refuses(
      "value for each call of one",
      { function: "0x12345678", maxValue: 5n },
      "maxValue",
      /without knowing/,
    );
  });

  describe("ERC-20 limits", () => {
    const transfer = { function: "transfer(address,uint256)" };
    refuses(
      "a limit of 0, which the policy refuses",
      { ...transfer, spendingLimit: 0n },
      "spendingLimit",
      /less than 1/,
    );
    refuses(
      "a limit for what is no transfer or approval",
      { spendingLimit: 5n },
      "spendingLimit",
      /cannot be kept/,
    );
    refuses(
      "native value beside it",
      { ...transfer, spendingLimit: 5n, maxValue: 1n },
      "maxValue",
      /beside spendingLimit/,
    );
    refuses(
      "a total of native value beside it",
      { ...transfer, spendingLimit: 5n, maxTotalValue: 1n },
      "maxTotalValue",
      /beside spendingLimit/,
    );
  });

  it("refuses what is no permission at all", async () => {
    const { compile } = await harness();
    for (const nothing of [undefined, null, 5, "increment()"]) {
      await expectInputError(
        () => compile(nothing as unknown as Permission),
        "permission",
        nothing,
        /not a permission/,
      );
    }
  });

  it("takes an address in one case, upper or lower", async () => {
    const { compile } = await harness();
    const address = "0xddff43a42726df11e34123f747bdce0f755f784e";
    for (const target of [address, `0x${address.slice(2).toUpperCase()}`] as const) {
      expect(compile({ ...good, target: target as Hex }).permission.target.toLowerCase()).to.equal(address);
    }
  });

  describe("secrets", () => {
    const secret = `0x${"5e".repeat(32)}` as const;
    const phrase = "test test test test test test test test test test test junk";
    const wrongs: [string, object][] = [
      ["a private key for the session key's address", { sessionKey: secret }],
      ["a private key without 0x", { sessionKey: secret.slice(2) }],
      ["a private key in a field that is not known", { privateKey: secret }],
      ["a private key for the function", { function: secret }],
      ["a private key that lacks a digit", { target: secret.slice(0, -1) }],
      ["a private key as the name of a field", { [secret]: 1 }],
      ["a private key as a number", { maxUses: BigInt(secret) * 2n ** 8n }],
      ["a recovery phrase for the target", { target: phrase }],
      ["an object that holds a private key", { target: { key: secret } }],
    ];
    for (const [what, change] of wrongs) {
      it(`never shows ${what}`, async () => {
        const { compile } = await harness();
        try {
          compile({ ...good, ...change } as Permission);
          expect.fail("expected an InvalidInputError");
        } catch (error) {
          if (!(error instanceof InvalidInputError)) throw error;
          const shown = `${error.message} ${error.stack} ${toJson(error.problems)}`;
          expect(shown).not.to.include(secret.slice(2, 40)).and.not.to.include("junk");
          expect(shown).not.to.include(String(BigInt(secret)).slice(0, 30));
        }
      });
    }

    it("says that a private key is not what is asked for", async () => {
      const { compile } = await harness();
      expect(() => compile({ ...good, sessionKey: secret })).to.throw(
        InvalidInputError,
        /as a private key is/,
      );
    });
  });
});
