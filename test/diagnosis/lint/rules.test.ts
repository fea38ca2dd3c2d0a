import { expect } from "chai";
import { type LintFinding, lintRules } from "../../../src/index.ts";
import { lintFile, now, sound } from "./lintFile.ts";

const anybody = "0x2222222222222222222222222222222222222222";
const heldTo = (argument: number) => [{ argument, condition: "equal", value: anybody }];
const { maxValue: _, ...unvalued } = sound;
const { duration: __, ...endless } = sound;
const payable = { ...unvalued, abi: [`function ${sound.function} payable`], function: "pay" };
const token = { ...sound, maxValue: undefined, argumentRules: [] };
const transfer = { ...token, function: "transfer(address,uint256)" };
const approve = { ...token, function: "approve(address,uint256)" };
const plain = { ...unvalued, function: "poke()", argumentRules: [] };
const atMost = (value: number) => ({ argument: "amount", condition: "lessThanOrEqual", value });
const atLeast = (value: number) => ({ argument: "amount", condition: "greaterThanOrEqual", value });
const less = (value: number) => ({ argument: "amount", condition: "lessThan", value });
const more = (value: number) => ({ argument: "amount", condition: "greaterThan", value });
const canonical = {
  smartSession: "0x00000000008bDABA73cD9815d79069c247Eb4bDA",
  entryPoint: "0x0000000071727De22E5E9d8BAf0edAc6f37da032",
  smartSessionBeta: "0xDDFF43A42726df11E34123f747bDce0f755F784d",
  entryPoint06: "0x5FF137D4b0FDCD49DcA30c7CF57E578a026d2789",
  entryPoint08: "0x4337084D9E255Ff0702461CF8895CE9E3b5Ff108",
};

interface Row {
  readonly rule: string;
  readonly what: string;
  /** A session, or several. */
  readonly bad: object | readonly object[];
  readonly good: object | readonly object[];
  /** Where it is found, from the session on. */
  readonly at?: string;
  /** Default: the rule's. */
  readonly severity?: LintFinding["severity"];
}

const rows: readonly Row[] = [
  {
    rule: "milliseconds",
    what: "an end in milliseconds",
    bad: { ...endless, validUntil: 1_800_086_400_000 },
    good: { ...endless, validUntil: 1_800_086_400 },
    at: "validUntil",
  },
  {
    rule: "milliseconds",
    what: "a beginning in milliseconds, as digits",
    bad: { ...sound, validAfter: "1800000000000" },
    good: { ...sound, validAfter: "1800000000" },
    at: "validAfter",
  },
  {
    rule: "milliseconds",
    what: "an end in microseconds",
    bad: { ...endless, validUntil: 1_800_086_400_000_000 },
    good: { ...endless, validUntil: 1_800_086_400 },
    at: "validUntil",
  },
  {
    rule: "expired",
    what: "an end that is past",
    bad: { ...endless, validUntil: Number(now) - 1 },
    good: { ...endless, validUntil: Number(now) },
    at: "validUntil",
  },
  { rule: "no-expiry", what: "no end", bad: endless, good: sound },
  {
    rule: "long-lived",
    what: "more than 30 days",
    bad: { ...sound, duration: "31d" },
    good: { ...sound, duration: "30d" },
    at: "duration",
  },
  {
    rule: "long-lived",
    what: "more than 30 days from its beginning on",
    bad: { ...endless, validAfter: 1_900_000_000, validUntil: 1_902_592_001 },
    good: { ...endless, validAfter: 1_900_000_000, validUntil: 1_902_592_000 },
    at: "validUntil",
  },
  {
    rule: "unlimited-value",
    what: "any value to a function that takes it",
    bad: payable,
    good: { ...payable, maxTotalValue: 5 },
  },
  {
    rule: "unlimited-value",
    what: "any value to a function of which nothing tells whether it takes any",
    bad: unvalued,
    good: { ...unvalued, abi: [`function ${sound.function}`], function: "pay" },
    severity: "warning",
  },
  {
    rule: "sudo-action",
    what: "calls that no policy judges",
    bad: { ...plain },
    good: { ...plain, maxUses: 3 },
  },
  {
    rule: "boundless-limit",
    what: "the greatest number as a limit",
    bad: { ...sound, maxValue: String(2n ** 256n - 1n) },
    good: { ...sound, maxValue: "1 ether" },
    at: "maxValue",
  },
  {
    rule: "boundless-limit",
    what: "more than a million ETH",
    bad: { ...sound, maxTotalValue: "1000001 ether" },
    good: { ...sound, maxTotalValue: "1000000 ether" },
    at: "maxTotalValue",
  },
  {
    rule: "boundless-limit",
    what: "more than 2^96 units of a token",
    bad: { ...transfer, spendingLimit: String(2n ** 96n + 1n) },
    good: { ...transfer, spendingLimit: String(2n ** 96n) },
    at: "spendingLimit",
  },
  {
    rule: "boundless-limit",
    what: "more than a billion uses",
    bad: { ...sound, maxUses: 1_000_000_001 },
    good: { ...sound, maxUses: 1_000_000_000 },
    at: "maxUses",
  },
  {
    rule: "boundless-limit",
    what: "a total of an argument beyond 2^96",
    bad: { ...sound, argumentRules: [{ argument: 1, maxTotal: String(2n ** 96n + 1n) }] },
    good: { ...sound, argumentRules: [{ argument: 1, maxTotal: String(2n ** 96n) }] },
    at: "argumentRules[0].maxTotal",
  },
  {
    rule: "substituted-limit",
    what: "a maxValue that becomes a total",
    bad: { ...plain, maxValue: "1 gwei" },
    good: { ...plain, maxTotalValue: "1 gwei" },
    at: "maxValue",
  },
  {
    rule: "redundant-limit",
    what: "more operations than calls",
    bad: { ...sound, maxUses: 3, maxOperations: 3 },
    good: { ...sound, maxUses: 3, maxOperations: 2 },
    at: "maxOperations",
  },
  {
    rule: "redundant-limit",
    what: "a maxValue that the total reaches first",
    bad: { ...sound, maxValue: 5, maxTotalValue: 5 },
    good: { ...sound, maxValue: 4, maxTotalValue: 5 },
    at: "maxValue",
  },
  {
    rule: "redundant-limit",
    what: "a total that all calls together do not reach",
    bad: { ...sound, maxValue: 5, maxUses: 2, maxTotalValue: 10, maxOperations: 1 },
    good: { ...sound, maxValue: 5, maxUses: 2, maxTotalValue: 9, maxOperations: 1 },
    at: "maxTotalValue",
  },
  {
    rule: "redundant-limit",
    what: "an argument rule within another",
    bad: { ...sound, argumentRules: [atMost(5), atMost(9)] },
    good: { ...sound, argumentRules: [atMost(5), atLeast(2)] },
    at: "argumentRules[1]",
  },
  {
    rule: "redundant-limit",
    what: "an argument rule that holds for every word",
    bad: { ...sound, argumentRules: [atLeast(0)] },
    good: { ...sound, argumentRules: [atLeast(1)] },
    at: "argumentRules[0]",
  },
  {
    rule: "unlimited-total-value",
    what: "native value for each call, and none for all together",
    bad: { ...sound, maxValue: 5 },
    good: { ...sound, maxValue: 5, maxTotalValue: 50 },
    at: "maxValue",
  },
  {
    rule: "unlimited-total-value",
    what: "operations that are counted, of which each may have any number of calls",
    bad: { ...payable, maxValue: 5, maxOperations: 1 },
    good: { ...payable, maxValue: 5, maxOperations: undefined, maxUses: 10 },
    at: "maxValue",
  },
  {
    rule: "unlimited-operations",
    what: "any number of operations",
    bad: { ...sound, maxOperations: undefined },
    good: { ...sound, maxOperations: undefined, maxUses: 2 },
  },
  {
    rule: "unlimited-sponsoring",
    what: "any number of operations for a paymaster",
    bad: { ...sound, maxOperations: undefined, permitERC4337Paymaster: true },
    good: { ...sound, permitERC4337Paymaster: true },
    at: "permitERC4337Paymaster",
  },
  { rule: "open-approval", what: "approve", bad: approve, good: { ...approve, argumentRules: heldTo(0) } },
  {
    rule: "open-approval",
    what: "a rule that leaves all but one spender",
    bad: { ...approve, argumentRules: [{ argument: 0, condition: "notEqual", value: anybody }] },
    good: { ...approve, argumentRules: heldTo(0) },
  },
  {
    rule: "open-approval",
    what: "approve within a spending limit",
    bad: { ...approve, spendingLimit: 5 },
    good: { ...approve, spendingLimit: 5, argumentRules: heldTo(0) },
    severity: "warning",
  },
  {
    rule: "open-approval",
    what: "increaseAllowance",
    bad: { ...token, function: "increaseAllowance(address,uint256)" },
    good: { ...token, function: "increaseAllowance(address,uint256)", argumentRules: heldTo(0) },
  },
  {
    rule: "open-approval",
    what: "setApprovalForAll",
    bad: { ...token, function: "setApprovalForAll(address,bool)" },
    good: { ...token, function: "setApprovalForAll(address,bool)", argumentRules: heldTo(0) },
  },
  {
    rule: "open-approval",
    what: "Permit2's approve, whose spender is the second argument",
    bad: { ...token, function: "approve(address,address,uint160,uint48)", argumentRules: heldTo(0) },
    good: { ...token, function: "approve(address,address,uint160,uint48)", argumentRules: heldTo(1) },
  },
  {
    rule: "open-approval",
    what: "approve by its selector",
    bad: { ...token, argumentRules: undefined, function: "0x095ea7b3" },
    good: sound,
  },
  {
    rule: "open-approval",
    what: "approve of 0, which an ERC-721 takes for its token 0",
    bad: { ...approve, argumentRules: [{ argument: 1, condition: "equal", value: 0 }] },
    good: { ...approve, argumentRules: [...heldTo(0), { argument: 1, condition: "equal", value: 0 }] },
    severity: "note",
  },
  { rule: "open-transfer", what: "transfer", bad: transfer, good: { ...transfer, spendingLimit: 5 } },
  {
    rule: "open-transfer",
    what: "transfer, to one alone",
    bad: transfer,
    good: { ...transfer, argumentRules: heldTo(0) },
  },
  {
    rule: "open-transfer",
    what: "transfer, of so much in all",
    bad: { ...transfer, argumentRules: [{ argument: 1, condition: "lessThan", value: 5 }] },
    good: { ...transfer, argumentRules: [{ argument: 1, maxTotal: 5 }] },
  },
  {
    rule: "open-transfer",
    what: "transferFrom",
    bad: { ...token, function: "transferFrom(address,address,uint256)", argumentRules: heldTo(0) },
    good: { ...token, function: "transferFrom(address,address,uint256)", argumentRules: heldTo(1) },
  },
  {
    rule: "split-spending-limit",
    what: "two limits of one token",
    bad: [
      { ...transfer, spendingLimit: 5 },
      { ...approve, name: "b", argumentRules: heldTo(0), spendingLimit: 7, count: 2 },
    ],
    good: [
      { ...transfer, spendingLimit: 5 },
      { ...approve, name: "b", target: anybody, argumentRules: heldTo(0), spendingLimit: 7 },
    ],
    at: "spendingLimit",
  },
  {
    rule: "fallback-action",
    what: "the fallback action's target",
    bad: { ...sound, target: `0x${"0".repeat(39)}1` },
    good: sound,
    at: "target",
  },
  {
    rule: "fallback-action",
    what: "the selector that opens SmartSession",
    bad: { ...plain, function: "0x00000002" },
    good: { ...plain, function: "0x00000003" },
    at: "function",
  },
  {
    rule: "deciding-target",
    what: "SmartSession",
    bad: { ...sound, target: canonical.smartSession },
    good: sound,
    at: "target",
  },
  {
    rule: "deciding-target",
    what: "EntryPoint",
    bad: { ...sound, target: canonical.entryPoint },
    good: sound,
    at: "target",
  },
  {
    rule: "deciding-target",
    what: "the beta of SmartSession",
    bad: { ...sound, target: canonical.smartSessionBeta },
    good: sound,
    at: "target",
  },
  {
    rule: "deciding-target",
    what: "EntryPoint v0.6",
    bad: { ...sound, target: canonical.entryPoint06 },
    good: sound,
    at: "target",
  },
  {
    rule: "deciding-target",
    what: "EntryPoint v0.8",
    bad: { ...sound, target: canonical.entryPoint08 },
    good: sound,
    at: "target",
  },
  {
    rule: "nested-calls",
    what: "multicall",
    bad: { ...plain, function: "multicall(bytes[])" },
    good: plain,
    at: "function",
  },
  {
    rule: "administration",
    what: "transferOwnership",
    bad: { ...plain, function: "transferOwnership(address)" },
    good: plain,
    at: "function",
  },
  {
    rule: "open-address",
    what: "an address of which nothing tells whose it is",
    bad: { ...plain, function: "award(address)" },
    good: { ...plain, function: "award(address)", argumentRules: heldTo(0) },
    at: "function",
  },
  {
    rule: "bare-selector",
    what: "a selector",
    bad: { ...plain, argumentRules: undefined, function: "0xd09de08a" },
    good: plain,
    at: "function",
  },
  {
    rule: "unenforceable",
    what: "a maxValue for a selector alone",
    bad: { ...plain, argumentRules: undefined, function: "0xd09de08a", maxValue: 5 },
    good: { ...plain, argumentRules: undefined, function: "0xd09de08a", maxTotalValue: 5 },
    at: "maxValue",
  },
  {
    rule: "unenforceable",
    what: "an order of signed numbers",
    bad: { ...sound, function: "pay(address to,int256 amount)" },
    good: sound,
    at: "argumentRules[0].condition",
  },
  {
    rule: "dead-permission",
    what: "no use",
    bad: { ...sound, maxUses: 0 },
    good: { ...sound, maxUses: 1 },
    at: "maxUses",
    severity: "error",
  },
  {
    rule: "dead-permission",
    what: "an end before the beginning",
    bad: { ...endless, validAfter: 1_800_000_500, validUntil: 1_800_000_400 },
    good: { ...endless, validAfter: 1_800_000_400, validUntil: 1_800_000_500 },
    at: "validUntil",
    severity: "error",
  },
  {
    rule: "dead-permission",
    what: "a beginning that is the end",
    bad: { ...endless, validAfter: 1_800_000_400, validUntil: 1_800_000_400 },
    good: { ...endless, validAfter: 1_800_000_400, validUntil: 1_800_000_401 },
    at: "validUntil",
  },
  {
    rule: "dead-permission",
    what: "a range whose least is above its most",
    bad: { ...sound, argumentRules: [{ argument: 1, condition: "inRange", value: [9, 5] }] },
    good: { ...sound, argumentRules: [{ argument: 1, condition: "inRange", value: [5, 9] }] },
    at: "argumentRules[0].value",
    severity: "error",
  },
  {
    rule: "dead-permission",
    what: "argument rules that exclude each other",
    bad: { ...sound, argumentRules: [atMost(4), atLeast(5)] },
    good: { ...sound, argumentRules: [atMost(5), atLeast(5)] },
    at: "argumentRules[1]",
  },
  {
    rule: "dead-permission",
    what: "bounds of which neither is included, with nothing between",
    bad: { ...sound, argumentRules: [less(5), more(4)] },
    good: { ...sound, argumentRules: [less(6), more(4)] },
    at: "argumentRules[1]",
  },
  {
    rule: "dead-permission",
    what: "the one value that is left, left out",
    bad: { ...sound, argumentRules: [atMost(0), { argument: 1, condition: "notEqual", value: 0 }] },
    good: { ...sound, argumentRules: [atMost(1), { argument: 1, condition: "notEqual", value: 0 }] },
    at: "argumentRules[1]",
  },
  {
    rule: "dead-permission",
    what: "a total below each call's least",
    bad: { ...sound, argumentRules: [{ ...atLeast(9), maxTotal: 8 }] },
    good: { ...sound, argumentRules: [{ ...atLeast(8), maxTotal: 8 }] },
    at: "argumentRules[0]",
  },
  {
    rule: "repeated-name",
    what: "two of one name",
    bad: [sound, sound],
    good: [sound, { ...sound, name: "b" }],
    at: "name",
  },
];

const sessionsOf = (given: Row["bad"]): readonly object[] =>
  Array.isArray(given) ? given : [given as object];

describe("a rule of lint", () => {
  for (const { rule, what, bad, good, at, severity } of rows) {
    it(`${rule} finds ${what}, and is silent where that is mended`, async () => {
      const sessions = sessionsOf(bad);
      const { findings, ok } = await lintFile({ sessions });
      const found = findings.filter((one) => one.rule === rule);
      const rest = at === undefined ? "" : `.${at}`;
      expect(found.map(({ path }) => path)).to.deep.equal([`$.sessions[${sessions.length - 1}]${rest}`]);
      const expected = severity ?? lintRules.find(({ id }) => id === rule)?.severity;
      expect(found[0]?.severity).to.equal(expected);
      if (expected === "error") expect(ok).to.equal(false);

      const mended = await lintFile({ sessions: sessionsOf(good) });
      expect(mended.findings.filter((one) => one.rule === rule)).to.deep.equal([]);
    });
  }

  it("finds nothing about a session that is sound", async () => {
    const { findings, ok, counts } = await lintFile({ sessions: [sound] });
    expect({ findings, ok, counts }).to.deep.equal({
      findings: [],
      ok: true,
      counts: { error: 0, warning: 0, note: 0, suppressed: 0 },
    });
  });

  it("has a row above, or a test of its own", () => {
    const elsewhere = [
      ...["own-account", "same-permission", "shared-key", "duplicate-field", "unused-off"], // lint.test.ts
      "unknown-word", // words.test.ts
      ...["no-code", "upgradeable-target", "unknown-selector", "limit-above-supply"], // chainRules.test.ts
    ];
    const tested = [...new Set([...rows.map(({ rule }) => rule), ...elsewhere])];
    expect(tested.sort()).to.deep.equal(lintRules.map(({ id }) => id).sort());
  });

  it("says in a sentence each what it finds, why that loses money, and what to do", () => {
    for (const { id, finds, reason, remedy } of lintRules) {
      expect(id).to.match(/^[a-z]+(-[a-z]+)*$/);
      expect(finds, id).to.match(/^[^A-Z.][^.]*$|^Smart/);
      expect(reason, id).to.match(/^[A-Z].*\.$/);
      expect(remedy, id).to.match(/^[A-Z].*\.$/);
    }
  });
});
