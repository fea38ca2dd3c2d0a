import { expect } from "chai";
import { type AbiFunction, numberToHex, pad, parseAbi, parseAbiItem } from "viem";
import type { ArgumentRule, Permission } from "../../src/index.ts";
import { createHarness, uniAction } from "../../src/index.ts";
import { findArgument } from "../../src/session/findArgument.ts";
import { type ParsedArgumentRule, parseArgumentRule } from "../../src/session/parseArgumentRule.ts";
import { expectInputError } from "../helpers/expectInputError.ts";
import { fixture } from "../helpers/fixture.ts";

const someone = "0x1111111111111111111111111111111111111111";
const word = (value: bigint) => numberToHex(value, { size: 32 });

describe("findArgument", () => {
  const [order] = parseAbi([
    "function fill(address to, (uint128 amount, (bytes32 id, bool open) tag) order, uint256[3] steps, uint8 last)",
  ]);
  const offsets: [string | number, string, bigint][] = [
    ["to", "address", 0n],
    [0, "address", 0n],
    ["0", "address", 0n],
    ["order.amount", "uint128", 32n],
    ["order.tag.id", "bytes32", 64n],
    ["1.1.1", "bool", 96n],
    ["steps.0", "uint256", 128n],
    ["steps.2", "uint256", 192n],
    ["last", "uint8", 224n],
    [3, "uint8", 224n],
  ];
  for (const [written, type, offset] of offsets) {
    it(`finds ${written} at ${offset}, a ${type}`, () => {
      expect(findArgument(order.inputs, written)).to.include({ type, offset });
    });
  }

  it("counts a dynamic argument before it as one word", () => {
    const [swap] = parseAbi(["function swap(bytes path, (string name, uint256 n) named, uint256 amount)"]);
    expect(findArgument(swap.inputs, "amount")).to.include({ offset: 64n });
  });

  it("finds a tenth argument, and one behind a very long array, by position", () => {
    const { inputs } = parseAbiItem(`function f(${Array(12).fill("uint256").join(",")})`) as AbiFunction;
    expect(findArgument(inputs, 10)).to.include({ offset: 320n });
    const long = parseAbiItem("function f(uint256[5000000000] a, bool b)") as AbiFunction;
    expect(findArgument(long.inputs, "b")).to.include({ offset: 5_000_000_000n * 32n });
  });

  const refusals: [string, string, string | number, RegExp][] = [
    ["nothing", "f(uint256)", "", /no argument/],
    ["a path that ends in nothing", "f((uint256, bool) p)", "p.", /no argument/],
    ["an argument that is not there", "f(uint256 a)", "b", /no argument/],
    ["a position beyond the last", "f(uint256 a)", 1, /no argument/],
    ["a negative position", "f(uint256 a)", -1, /no argument/],
    ["a fraction", "f(uint256 a)", 0.5, /no argument/],
    ["an argument of a function without any", "f()", 0, /no argument/],
    ["bytes", "f(bytes data)", "data", /place in the call data the caller chooses/],
    ["a text", "f(string name)", "name", /caller chooses/],
    ["an array of any length", "f(uint256[] a)", "a", /caller chooses/],
    ["a member of an array of any length", "f(uint256[] a)", "a.0", /caller chooses/],
    ["a fixed array of texts", "f(string[2] a)", "a.0", /caller chooses/],
    ["a member of a struct with a text in it", "f((uint256 n, string s) p)", "p.n", /caller chooses/],
    ["a struct as a whole", "f((uint256 n, bool b) p)", "p", /several words/],
    ["an array as a whole", "f(uint256[2] a)", "a", /several words/],
    ["a member of a number", "f(uint256 a)", "a.0", /no argument/],
    ["a name that two arguments have", "f(uint256 a, bool a)", "a", /several arguments/],
  ];
  for (const [what, signature, written, problem] of refusals) {
    it(`refuses ${what}`, () => {
      const { inputs } = parseAbiItem(`function ${signature}`) as AbiFunction;
      expect(findArgument(inputs, written)).to.have.property("problem").that.matches(problem);
    });
  }
});

describe("parseArgumentRule", () => {
  const parse = (type: string, rule: Omit<ArgumentRule, "argument">) =>
    parseArgumentRule({ argument: "a", ...rule }, { name: "a", type, offset: 32n });
  const comparisons = (type: string, rule: Omit<ArgumentRule, "argument">) =>
    (parse(type, rule) as ParsedArgumentRule).comparisons?.map(({ condition, ref }) => [condition, ref]);

  it("compares a number, an address, bytes and a boolean as the words that they are", () => {
    expect(comparisons("uint256", { condition: "equal", value: "7" })).to.deep.equal([["equal", word(7n)]]);
    expect(comparisons("address", { condition: "equal", value: someone })).to.deep.equal([
      ["equal", pad(someone)],
    ]);
    expect(comparisons("bytes4", { condition: "equal", value: "0x12345678" })).to.deep.equal([
      ["equal", pad("0x12345678", { dir: "right" })],
    ]);
    expect(comparisons("bool", { condition: "equal", value: true })).to.deep.equal([["equal", word(1n)]]);
    expect(comparisons("int8", { condition: "equal", value: -1n })).to.deep.equal([
      ["equal", word(2n ** 256n - 1n)],
    ]);
  });

  it("puts both bounds of a range into one word", () => {
    expect(comparisons("uint256", { condition: "inRange", value: [1n, 5] })).to.deep.equal([
      ["inRange", word((1n << 128n) + 5n)],
    ]);
  });

  it("takes a range of one value", () => {
    expect(comparisons("uint256", { condition: "inRange", value: [5n, 5n] })).to.deep.equal([
      ["inRange", word((5n << 128n) + 5n)],
    ]);
  });

  it("holds a narrow type to its bits where more of them would evade the rule", () => {
    const narrow = ["lessThanOrEqual", word(2n ** 8n - 1n)];
    for (const condition of ["notEqual", "greaterThan", "greaterThanOrEqual"] as const) {
      expect(comparisons("uint8", { condition, value: 5n })).to.deep.equal([[condition, word(5n)], narrow]);
      expect(comparisons("uint256", { condition, value: 5n })).to.deep.equal([[condition, word(5n)]]);
    }
    for (const condition of ["equal", "lessThan", "lessThanOrEqual"] as const) {
      expect(comparisons("uint8", { condition, value: 5n })).to.deep.equal([[condition, word(5n)]]);
    }
    expect(comparisons("address", { condition: "notEqual", value: someone })).to.deep.equal([
      ["notEqual", pad(someone)],
      ["lessThanOrEqual", word(2n ** 160n - 1n)],
    ]);
  });

  it("keeps a total, with a comparison or without", () => {
    const alone = parse("uint256", { maxTotal: 9n }) as ParsedArgumentRule;
    expect(alone.comparisons).to.deep.equal([
      { offset: 32n, condition: "greaterThanOrEqual", ref: word(0n), maxTotal: 9n },
    ]);
    expect(alone.text).to.equal("a: at most 9 in all calls together");
    const both = parse("uint8", { condition: "greaterThan", value: 1n, maxTotal: 9n }) as ParsedArgumentRule;
    expect(both.comparisons.map(({ maxTotal }) => maxTotal)).to.deep.equal([9n, undefined]);
    expect(both.text).to.equal("a > 1, at most 9 in all calls together");
  });

  const refusals: [string, string, Omit<ArgumentRule, "argument">, string, RegExp][] = [
    ["a rule that says nothing", "uint256", {}, "condition", /limits nothing/],
    ["a value without a comparison", "uint256", { value: 5n }, "condition", /missing/],
    ["a comparison without a value", "uint256", { condition: "equal" }, "value", /missing/],
    [
      "a number that its type cannot hold",
      "uint8",
      { condition: "equal", value: 256n },
      "value",
      /more than 255/,
    ],
    [
      "a negative number for an unsigned type",
      "uint8",
      { condition: "equal", value: -1n },
      "value",
      /negative/,
    ],
    [
      "a number below what its type holds",
      "int8",
      { condition: "equal", value: -129n },
      "value",
      /less than -128|negative/,
    ],
    ["text for a number", "uint256", { condition: "equal", value: "five" }, "value", /whole number/],
    ["a number for an address", "address", { condition: "equal", value: 5n }, "value", /not an address/],
    [
      "an address that is mistyped",
      "address",
      { condition: "equal", value: "0xDdFF43A42726df11E34123f747bDce0f755F784d" },
      "value",
      /checksum/,
    ],
    ["bytes of another size", "bytes4", { condition: "equal", value: "0x123456" }, "value", /not a bytes4/],
    [
      "bytes of a size that there is not",
      "bytes33",
      { condition: "equal", value: `0x${"11".repeat(33)}` },
      "value",
      /cannot be compared/,
    ],
    ["text for a boolean", "bool", { condition: "equal", value: "true" }, "value", /not a boolean/],
    [
      "an order of addresses",
      "address",
      { condition: "lessThan", value: someone },
      "condition",
      /no meaning/,
    ],
    ["an order of booleans", "bool", { condition: "notEqual", value: true }, "condition", /no meaning/],
    [
      "an order of bytes",
      "bytes32",
      { condition: "greaterThan", value: word(1n) },
      "condition",
      /no meaning/,
    ],
    [
      "what other bytes could evade",
      "bytes4",
      { condition: "notEqual", value: "0x12345678" },
      "condition",
      /evade/,
    ],
    [
      "an order of signed numbers",
      "int256",
      { condition: "lessThan", value: 5n },
      "condition",
      /without a sign/,
    ],
    [
      "another than a narrow signed number",
      "int8",
      { condition: "notEqual", value: 5n },
      "condition",
      /without a sign/,
    ],
    [
      "a range of negative numbers",
      "int256",
      { condition: "inRange", value: [-5n, 5n] },
      "value",
      /128 bits/,
    ],
    [
      "a range beyond 128 bits",
      "uint256",
      { condition: "inRange", value: [0n, 2n ** 128n] },
      "value",
      /128 bits/,
    ],
    [
      "a range the wrong way round",
      "uint256",
      { condition: "inRange", value: [5n, 1n] },
      "value",
      /least above its most/,
    ],
    ["a range of one bound", "uint256", { condition: "inRange", value: 5n }, "value", /not a range/],
    ["a total of signed numbers", "int256", { maxTotal: 5n }, "maxTotal", /unsigned/],
    ["a total of addresses", "address", { maxTotal: 5n }, "maxTotal", /unsigned/],
    ["a negative total", "uint256", { maxTotal: -5n }, "maxTotal", /negative/],
  ];
  for (const [what, type, rule, field, problem] of refusals) {
    it(`refuses ${what}`, () => {
      const refused = parse(type, rule);
      expect(refused).to.include({ field });
      expect(refused).to.have.property("problem").that.matches(problem);
      expect(refused).to.have.property("remedy").that.matches(/\.$/);
    });
  }
});

describe("argument rules of a permission", () => {
  const harness = fixture((provider) => createHarness({ provider }));
  const good = { sessionKey: someone, target: someone, function: "f(address to,uint8 n)" } as const;

  it("become UniAction's rules, in their order", async () => {
    const { compile } = await harness();
    const { session } = compile({
      ...good,
      argumentRules: [
        { argument: "to", condition: "equal", value: someone },
        { argument: "n", condition: "greaterThan", value: 5 },
      ],
    });
    const [policy] = session.actions[0]?.actionPolicies ?? [];
    expect(uniAction.decode(policy?.initData ?? "0x")).to.deep.equal({
      maxValue: 2n ** 256n - 1n,
      comparisons: [
        { offset: 0n, condition: "equal", ref: pad(someone) },
        { offset: 32n, condition: "greaterThan", ref: word(5n) },
        { offset: 32n, condition: "lessThanOrEqual", ref: word(255n) },
      ],
    });
  });

  const refusals: [string, object, string, unknown, RegExp][] = [
    ["what is no list", { argumentRules: {} }, "argumentRules", "(an object)", /not a list/],
    ["what is no rule", { argumentRules: ["to"] }, "argumentRules[0]", "to", /not an argument rule/],
    [
      "a comparison that is not known",
      { argumentRules: [{ argument: "n", condition: "about", value: 5 }] },
      "argumentRules[0].condition",
      "about",
      /not a comparison/,
    ],
    [
      "a mistyped field",
      { argumentRules: [{ argument: "n", maxTotl: 5 }] },
      "argumentRules[0].maxTotl",
      "(not shown)",
      /not a field/,
    ],
    [
      "an argument that is not there",
      { argumentRules: [{ argument: "to", condition: "equal", value: someone }, { argument: "x" }] },
      "argumentRules[1].argument",
      "x",
      /no argument/,
    ],
    [
      "a value that is not the argument's",
      { argumentRules: [{ argument: "n", condition: "equal", value: 300 }] },
      "argumentRules[0].value",
      300,
      /more than 255/,
    ],
    [
      "rules for a function that is only a selector",
      { function: "0x12345678", argumentRules: [{ argument: 0, condition: "equal", value: 1 }] },
      "argumentRules[0]",
      "(an object)",
      /without knowing/,
    ],
    [
      "more rules than UniAction has room for",
      { argumentRules: Array(9).fill({ argument: "n", condition: "greaterThan", value: 1 }) },
      "argumentRules",
      "(a list)",
      /18 comparisons, and UniActionPolicy has 16/,
    ],
  ];
  for (const [what, change, field, value, problem] of refusals) {
    it(`are refused where they are ${what}`, async () => {
      const { compile } = await harness();
      await expectInputError(() => compile({ ...good, ...change } as Permission), field, value, problem);
    });
  }
});
