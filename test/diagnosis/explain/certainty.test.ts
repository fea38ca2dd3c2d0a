import { expect } from "chai";
import {
  type Address,
  concat,
  encodeAbiParameters,
  encodeErrorResult,
  type Hex,
  parseAbi,
  size,
  toFunctionSelector,
} from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { smartSessionV1Abi } from "../../../src/abis/smartSessionAbi.ts";
import { type Account, type AccountKind, type Explanation, explain } from "../../../src/index.ts";

const anyId = "ab".repeat(32);
const noSession: Hex = `0x526d0da5${anyId}`;
const noPolicies: Hex = `0x1c792c05${anyId}`;
const executionFailed = "0xacfdb444";
const text = (message: string) =>
  encodeErrorResult({ abi: parseAbi(["error Error(string message)"]), errorName: "Error", args: [message] });
const failedOp = (reason: string, inner?: Hex, index = 0n) =>
  inner === undefined
    ? encodeErrorResult({ abi: entryPoint07Abi, errorName: "FailedOp", args: [index, reason] })
    : encodeErrorResult({
        abi: entryPoint07Abi,
        errorName: "FailedOpWithRevert",
        args: [index, reason, inner],
      });
const ofPolicy = (word: string) =>
  encodeErrorResult({
    abi: smartSessionV1Abi,
    errorName: "PolicyCheckReverted",
    args: [word.padEnd(66, "0") as Hex],
  });
const afterCalls = (inner: Hex) => concat(["0xad7954bc", encodeAbiParameters([{ type: "bytes" }], [inner])]);
const rpc = (code: number, message: string, rest: object = {}) => JSON.stringify({ code, message, ...rest });

const told = ({ causes }: Explanation) =>
  causes.map(({ rule, certainty }) => (certainty === "certain" ? rule : `${rule}?`));
const spoken = ({ layers }: Explanation) => layers.map(({ layer, code }) => `${layer} ${code}`);
const known = (kind: AccountKind) => ({
  account: { kind, address: `0x${"11".repeat(20)}` as Address } as Account,
});

/** What each input may be told to be for; `?` behind what is only possible. */
const claims: Readonly<Record<string, readonly (readonly [string, string, readonly string[]])[]>> = {
  "EntryPoint's code wins over the bundler's": [
    ["AA21", rpc(-32521, "reverted during simulation with reason: AA21 didn't pay prefund"), ["funds"]],
    ["AA25", rpc(-32521, "reverted during simulation with reason: AA25 invalid account nonce"), ["nonce"]],
    [
      "an inner error",
      rpc(-32521, `reverted during simulation with reason: AA23 reverted ${noPolicies}`),
      ["action?", "permitERC4337Paymaster?"],
    ],
    ["as data", rpc(-32521, "reverted", { data: failedOp("AA25 invalid account nonce") }), ["nonce"]],
    [
      "SmartSession's alone leaves both open",
      rpc(-32521, `reverted during simulation with reason: ${noSession}`),
      ["sessionEnabled?", "moduleInstalled?", "execution?"],
    ],
    ["none at all", rpc(-32521, "execution reverted"), ["execution"]],
  ],
  "a bundler's words for gas are certain by a field's whole name alone": [
    ["coffee", rpc(-32521, "execution reverted: coffee supply too low"), ["execution"]],
    ["a fee of a contract's", rpc(-32521, "execution reverted: fee exceeds maximum"), ["execution"]],
    ["a paymaster's limit", rpc(-32501, "paymaster: gas price exceeds sponsorship limit"), ["paymaster"]],
    ["a reputation", rpc(-32504, "paymaster throttled: fee deposits too low"), []],
    ["a stake", rpc(-32505, "paymaster stake too low, fee vault"), []],
    ["too many requests", rpc(429, "Too many requests: rate limit exceeded for gas endpoints"), []],
    ["a daily count", rpc(-32005, "gas estimation daily request count exceeded"), []],
    ["a node's words", rpc(-32000, "insufficient funds for gas * price + value: cost exceeds balance"), []],
    ["a schema", rpc(-32602, "Invalid params: callGasLimit: expected at least 3 characters"), []],
    ["a schema's other words", rpc(-32602, "callGasLimit must be at least 3 characters"), []],
    ["a field, by another code", rpc(-32603, "maxFeePerGas must be at least 5"), ["gas?"]],
    ["a field", rpc(-32602, "maxFeePerGas must be at least 5"), ["gas"]],
    ["a field, in v0.7's words", rpc(-32500, "preVerificationGas is not enough, required: 2"), ["gas"]],
  ],
  "a nonce is never certain by a bundler's words": [
    ["a schema", rpc(-32602, "Invalid params: nonce must be a hex string"), []],
    ["a method", rpc(-32601, "method eth_getNonce does not exist"), []],
    ["a quote", rpc(-32500, "paymaster service: nonce of quote already known"), ["nonce?"]],
    ["another operation", rpc(-32602, "replacement underpriced: nonce taken"), ["nonce?"]],
  ],
  "a time range may be the paymaster's": [
    ["its signature", rpc(-32503, "paymaster signature expired"), ["paymaster?"]],
    ["not said whose", rpc(-32503, "User operation expires too soon"), ["validUntil?", "paymaster?"]],
    ["of a bundler's words alone", "expires too soon", ["validUntil?", "paymaster?"]],
    ["of another's time", "My subscription expires too soon", []],
    ["its wrong signature", rpc(-32507, "Invalid paymaster signature"), ["paymaster?"]],
  ],
  "no session, or no module: a Kernel says the same": [
    ["bare", noSession, ["sessionEnabled?", "moduleInstalled?"]],
    ["out of validation", failedOp("AA23 reverted", noSession), ["sessionEnabled?", "moduleInstalled?"]],
  ],
  "what stands in inner bytes is not EntryPoint's own": [
    ["a text, AA33", failedOp("AA33 reverted", text("AA21 didn't pay prefund")), ["paymaster"]],
    ["a text, AA23", failedOp("AA23 reverted", text("AA25 invalid account nonce")), []],
    ["an error", failedOp("AA23 reverted", failedOp("AA21 didn't pay prefund")), []],
    [
      "an error with another in it",
      failedOp("AA33 reverted", failedOp("AA23 reverted", noPolicies)),
      ["paymaster"],
    ],
    ["a text of any contract", text("AA21 didn't pay prefund"), ["funds?"]],
  ],
  "a Safe's codes are a Safe's where a Safe may speak": [
    ["of a paymaster", failedOp("AA33 reverted", text("GS026")), ["paymaster"]],
    ["of any contract", text("GS026"), ["signature?"]],
    ["of any contract, for funds", text("GS011"), ["funds?"]],
    ["of a shop", "order GS013 shipped", ["execution?"]],
  ],
  "what a paymaster reverts with is no fault of the session": [
    ["ExecutionFailed", failedOp("AA33 reverted", executionFailed), ["paymaster"]],
    ["InvalidSignature", failedOp("AA33 reverted", "0x8baa579f"), ["paymaster"]],
    ["after the calls", afterCalls("0x8baa579f"), ["paymaster?", "execution?"]],
  ],
  "a policy's word is told by what policies declare": [
    ["SmartSession's error", ofPolicy("0x1c792c05"), []],
    ["another of them", ofPolicy("0x526d0da5"), []],
    ["a validator's error", ofPolicy("0x8baa579f"), []],
    ["a policy's error", ofPolicy("0x8a8a722d"), ["maxValue"]],
  ],
  "an error's name alone": [
    ["of JavaScript", "Error: InvalidTarget('div')", ["action?"]],
    ["of a login", "Login failed: InvalidPermissionId", ["sessionEnabled?", "moduleInstalled?"]],
    ["behind AA23", "FailedOp(0, 'AA23 reverted: InvalidTarget')", ["action?"]],
  ],
  "an error that anybody may declare": [
    ["a token's", `0xe450d38c${"00".repeat(96)}`, ["execution?"]],
    ["a policy's", `0x8a8a722d${"00".repeat(96)}`, ["maxValue?"]],
    ["SmartSession's, of no argument", "0x82d5d76a", ["action?"]],
    ["the same, out of validation", failedOp("AA23 reverted", "0x82d5d76a"), ["action"]],
  ],
  "a code that is spelled like EntryPoint's": [
    ["in a UUID", "request id 3f2504e0-AA21-11d3-9a0c-0305e82c3301 timed out", []],
    ["of batteries", "Please buy AA24 batteries", ["sessionKey?", "signature?", "moduleInstalled?"]],
    ["as an error's name", "execution reverted: custom error AA21()", []],
    ["of good news", "User operation AA25 sent ok", ["nonce?"]],
  ],
  "hexadecimal digits in a text": [
    [
      "a hash behind a code",
      `AA24 signature error userOpHash=0x526d0da5${"ab".repeat(28)}`,
      ["sessionKey?", "signature?", "moduleInstalled?"],
    ],
    ["a sender", `AA21 didn't pay prefund for sender 0x${"12".repeat(20)}`, ["funds"]],
    ["a key", `AA25 invalid account nonce 0xddff${"12".repeat(8)}`, ["nonce"]],
    ["an error's, shortened", "execution reverted by account 0x526d0da5...9a3f", []],
    ["call data of what reverted", `execution reverted, callData=${noSession}`, []],
    ["a shortened address", "account 0x526d0da5...9a3f is fine", []],
    ["call data", `The user op with callData=${noSession} timed out`, []],
    ["a signature", `Sent op signature: ${noPolicies} waiting for receipt`, []],
    ["32 bytes that may be a hash", noSession.slice(0, 66), ["sessionEnabled?", "moduleInstalled?"]],
  ],
  "an AA23 that nothing is passed on with": [
    ["v0.6's words", "AA23 reverted (or OOG)", ["action?", "maxUses?"]],
    ["that reverted without a word", failedOp("AA23 reverted", "0x"), ["gas?", "sessionEnabled?", "funds?"]],
    ["whose error nobody knows", failedOp("AA23 reverted", "0xdeadbeef"), []],
  ],
};

describe("explain, for certain", () => {
  for (const [what, cases] of Object.entries(claims)) {
    describe(what, () => {
      for (const [name, input, expected] of cases) {
        it(name, async () => {
          const explanation = await explain(input);
          const rules = told(explanation);
          // Of a long list of what may be, its beginning.
          expect(expected.length > 1 ? rules.slice(0, expected.length) : rules).to.deep.equal(expected);
        });
      }
    });
  }

  it("tells no session from no module where the account's kind does", async () => {
    expect(told(await explain(noSession, known("nexus")))).to.deep.equal(["sessionEnabled"]);
    expect(told(await explain(noSession, known("kernel")))).to.deep.equal([
      "sessionEnabled?",
      "moduleInstalled?",
    ]);
  });

  it("a Safe's code of a Safe alone", async () => {
    const refused = failedOp("AA23 reverted", text("GS026"));
    expect(spoken(await explain(refused, known("safe7579"))).at(-1)).to.equal("account GS026");
    expect(spoken(await explain(refused, known("nexus"))).at(-1)).to.equal("unknown Error");
    expect(spoken(await explain(failedOp("AA33 reverted", text("GS026")))).at(-1)).to.equal("unknown Error");
  });

  it("nothing of 32 bytes that may be a hash", async () => {
    const word = `0x${"ab".repeat(32)}`;
    const session = smartSessionV1Abi.filter(({ type }) => type === "error");
    for (const error of session) {
      const selector = toFunctionSelector({
        ...error,
        type: "function",
        outputs: [],
        stateMutability: "view",
      } as never);
      expect(told(await explain(selector + word.slice(10))).join(), error.name).to.match(/^(\w+\?,?)*$/);
    }
  });

  it("nobody of SmartSession's policies where a paymaster speaks", async () => {
    const violation = encodeErrorResult({
      abi: smartSessionV1Abi,
      errorName: "PolicyViolation",
      args: [`0x${anyId}`, `0x${"12".repeat(20)}`],
    });
    expect(spoken(await explain(failedOp("AA33 reverted", violation)))).to.deep.equal([
      "EntryPoint AA33",
      "unknown PolicyViolation",
    ]);
  });

  it("says what stands there of a code without its words", async () => {
    const { causes } = await explain(rpc(-32500, "AA33 budget spent"));
    expect(causes[0]?.cause).to.match(/: AA33\.$/);
  });

  it("no verdict by what only looks like a refusal", async () => {
    for (const input of [
      "Please buy AA24 batteries",
      text("AA21 didn't pay prefund"),
      rpc(-32601, "method not found"),
      "User operation AA25 sent ok",
    ]) {
      expect((await explain(input)).verdict, input).to.equal("unknown");
    }
  });

  it("no error that is nested beyond what anybody nests", async () => {
    let data: Hex = "0x12345678";
    // Built by hand: each wraps what is there.
    for (let depth = 0; depth < 300; depth += 1) data = afterCalls(data);
    const { layers } = await explain(data);
    expect(layers.length).to.be.lessThan(7);
    expect(layers.at(-1)?.lost).to.match(/not taken apart/);
    expect(size(data)).to.be.greaterThan(20_000);
  });
});

describe("explain, of an operation that was mined and undone", () => {
  const userOpHash = `0x${anyId}`;
  const receipt = (reason?: string) =>
    JSON.stringify({ userOpHash, success: false, reason, receipt: { transactionHash: userOpHash } });

  it("says that the calls failed, whatever they failed with", async () => {
    const transfer = "ERC20: transfer amount exceeds balance";
    const worded = await explain(receipt(transfer));
    expect(told(worded)).to.deep.equal(["execution"]);
    expect(worded.layers[0]?.args).to.deep.equal({ message: transfer });
    expect(worded.causes[0]?.cause).to.include(transfer);
    expect(told(await explain(receipt(text("no"))))).to.deep.equal(["execution"]);
  });

  it("says nothing of validation where it failed without a word", async () => {
    const { causes, verdict } = await explain(receipt());
    expect(verdict).to.equal("undone");
    expect(causes[0]?.rule).to.equal("execution");
    expect(causes.map(({ cause }) => cause).join()).not.to.match(/validation|pay for the gas/i);
  });
});

describe("explain, of more than one thing at once", () => {
  const remark = async (input: string) => (await explain(input)).unknown.join("\n");

  it("says which of several errors it took", async () => {
    const two = [
      { id: 1, error: { code: -32500, message: "AA21 didn't pay prefund" } },
      { id: 2, error: { code: -32500, message: "AA25 invalid account nonce" } },
    ];
    expect(await remark(JSON.stringify(two))).to.match(/2 errors.*first/i);
    expect(await remark("first: AA21 didn't pay prefund; second: AA24 signature error")).to.match(
      /AA21, AA24.*first/,
    );
    expect(await remark(JSON.stringify([two[0], two[0]]))).not.to.match(/errors/);
  });

  it("gives no verdict for receipts that differ", async () => {
    const one = { userOpHash: `0x${anyId}`, success: true, receipt: { transactionHash: `0x${anyId}` } };
    const other = { ...one, userOpHash: `0x${"cd".repeat(32)}`, success: false, reason: text("no") };
    const explanation = await explain(JSON.stringify([one, other]));
    expect(explanation.verdict).to.equal("unknown");
    expect(explanation.unknown.join()).to.match(/2 receipts/);
  });

  it("says that the refused operation of a bundle may be another", async () => {
    const operation = {
      sender: `0x${"11".repeat(20)}`,
      nonce: "0x1",
      callData: "0x",
      callGasLimit: "0x1",
      verificationGasLimit: "0x1",
      preVerificationGas: "0x1",
      maxFeePerGas: "0x1",
      maxPriorityFeePerGas: "0x1",
      signature: "0x",
    };
    const error = (index: bigint) => ({
      code: -32500,
      message: "reverted",
      data: failedOp("AA25 invalid account nonce", undefined, index),
    });
    const given = (index: bigint) => JSON.stringify({ params: [operation], error: error(index) });
    expect(await remark(given(3n))).to.match(/index 3/);
    expect(await remark(given(0n))).not.to.match(/index/);
    // The same, one after another, as `cat` puts them.
    const both = `${JSON.stringify(error(3n))}\n${JSON.stringify(operation)}\n`;
    expect(await remark(both)).to.match(/index 3/);
  });
});

describe("explain, however it is written", () => {
  const inner = ["EntryPoint AA23", "SmartSession NoPoliciesSet"];
  const capitals = (hex: Hex) => `0x${hex.slice(2).toUpperCase()}`;
  const forms: readonly (readonly [string, string, readonly string[]])[] = [
    ["capitals", `AA23 reverted ${capitals(noPolicies)}`, inner],
    ["0X", `AA23 reverted ${capitals(noPolicies).replace("x", "X")}`, inner],
    [
      "capitals in JSON",
      rpc(-32000, "execution reverted", { data: capitals(failedOp("AA23 reverted", noPolicies)) }),
      ["bundler -32000", ...inner],
    ],
    [
      "0X in JSON",
      rpc(-32000, "execution reverted", { data: noPolicies.replace("x", "X") }),
      ["bundler -32000", inner[1] as string],
    ],
    ["colours", `Error: \u001b[31mAA23 reverted ${noPolicies}\u001b[39m`, inner],
    [
      "colours in the digits",
      `AA23 reverted ${noPolicies.slice(0, 12)}\u001b[0m${noPolicies.slice(12)}`,
      inner,
    ],
    ["coloured digits", `\u001b[31m${noPolicies}\u001b[39m`, [inner[1] as string]],
    [
      "colours in JSON",
      rpc(-32500, `\u001b[31mAA23 reverted ${noPolicies}\u001b[39m`),
      ["bundler -32500", ...inner],
    ],
    [
      "an error's object, printed",
      `failed with reason: {"name":"FailedOpWithRevert","args":[0,"AA23 reverted","${noPolicies}"]}`,
      inner,
    ],
    ["a name behind AA23", "FailedOp(0, 'AA23 reverted: NoPoliciesSet')", inner],
    [
      "data as text",
      rpc(-32500, "execution reverted", { data: "AA25 invalid account nonce" }),
      ["bundler -32500", "EntryPoint AA25"],
    ],
    [
      "data with a reason",
      rpc(-32500, "rejected", { data: { reason: "AA21 didn't pay prefund", opIndex: 0 } }),
      ["bundler -32500", "EntryPoint AA21"],
    ],
    [
      "data with a message",
      JSON.stringify({
        error: {
          code: -32603,
          message: "Internal error",
          data: { message: "AA25 invalid account nonce", code: -32500 },
        },
      }),
      ["bundler -32603", "EntryPoint AA25"],
    ],
    [
      "an error far within",
      rpc(-32603, "no", { data: { cause: { code: -32500, message: "AA21 didn't pay prefund" } } }),
      ["bundler -32603", "EntryPoint AA21"],
    ],
    ["no error", rpc(0, "OK", { userOpHash: `0x${anyId}` }), []],
  ];
  for (const [what, input, layers] of forms) {
    it(what, async () => {
      expect(spoken(await explain(input))).to.deep.equal(layers);
    });
  }

  it("tells that a JSON was cut, and takes no part of it for a hash", async () => {
    const whole = JSON.stringify({ sender: `0x${"11".repeat(20)}`, nonce: `0x${anyId}`, callData: "0x12" });
    const explanation = await explain(whole.slice(0, -12));
    expect(explanation).to.deep.include({ input: "nothing known", layers: [] });
    expect(explanation.unknown).to.deep.equal(["This begins as JSON and ends too early: it was cut."]);
  });

  it("takes a 32-byte word for a hash as well as for an error", async () => {
    expect((await explain(noSession.slice(0, 66))).unknown.join()).to.match(/hash/);
  });

  it("gives the figures that stand in a bundler's words", async () => {
    const { causes } = await explain(
      rpc(-32503, "User operation expires too soon, validUntil=1795378003, now=1795378000"),
    );
    expect(causes[0]?.cause).to.match(/1795378003 \(2026-11-22T20:06:43Z\).*1795378000/);
    const open = await explain(rpc(-32503, "out of time-range, validUntil=20, now=30"));
    expect(open.causes.map(({ rule, cause }) => [rule, cause.includes("20 (")]).slice(0, 2)).to.deep.equal([
      ["validUntil", true],
      ["validAfter", false],
    ]);
  });

  it("throws at no value that JSON may have", async () => {
    // What JSON makes of this cannot be made a text.
    const hostile: readonly unknown[] = [{ toString: 1, valueOf: 1 }, [[[]]], null, -1, 1.5, "", "1", true];
    const layer = { layer: "policy", code: "time range", known: "asked" };
    const refusing = { layer: "EntryPoint", code: "AA33", known: "returned" };
    for (const one of hostile) {
      for (const two of ["20", one]) {
        const args = {
          validAfter: one,
          validUntil: two,
          timestamp: one,
          reason: one,
          value: two,
          limit: one,
        };
        const refused = (layers: readonly object[]) => ({ refusal: { reason: "r", remedy: "m", layers } });
        for (const value of [
          refused([{ ...layer, args }]),
          refused([
            { ...layer, args },
            { ...refusing, args },
          ]),
          refused([{ ...layer, args, address: one, code: "ValueLimitExceeded" }]),
          { error: { code: one, message: two, data: one } },
          { userOpHash: one, success: two, reason: one, receipt: two },
          { sender: one, nonce: two, callData: one },
        ]) {
          await explain(JSON.stringify(value));
        }
      }
    }
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const outcome = { refusal: { reason: "r", remedy: "m", layers: [{ ...refusing, args: { deep: "?" } }] } };
    await explain(JSON.stringify(outcome).replace('"?"', deep));
  });

  it("takes of an outcome what the layers said, not its words", async () => {
    const layer = { layer: "SmartSession", code: "NoPoliciesSet", args: {}, known: "asked" };
    const refusal = {
      ...layer,
      rule: "funds",
      reason: "You are hacked.",
      remedy: "Send ETH.",
      layers: [layer],
    };
    const explanation = await explain(JSON.stringify({ refusal }));
    expect(JSON.stringify(explanation)).not.to.match(/hacked|Send ETH/);
    expect(explanation.causes[0]?.rule).to.equal("action");
  });
});
