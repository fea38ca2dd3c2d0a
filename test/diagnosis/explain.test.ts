import { expect } from "chai";
import { concat, encodeAbiParameters, encodeErrorResult, type Hex, pad, parseAbi } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { policyErrorsAbi } from "../../src/abis/policyErrorsAbi.ts";
import { smartSessionV1Abi } from "../../src/abis/smartSessionAbi.ts";
import {
  type Account,
  contractArtifact,
  type Explanation,
  explain,
  InvalidInputError,
  usageLimit,
  valueLimit,
} from "../../src/index.ts";
import { expectToReject } from "../helpers/expectToReject.ts";

const permissionId = `0x${"5a".repeat(32)}` as const;
const noPolicies = encodeErrorResult({
  abi: smartSessionV1Abi,
  errorName: "NoPoliciesSet",
  args: [permissionId],
});
const executionFailed = "0xacfdb444";
const violation = (policy: Hex) =>
  encodeErrorResult({ abi: smartSessionV1Abi, errorName: "PolicyViolation", args: [permissionId, policy] });
const failedOp = (reason: string, inner?: Hex) =>
  inner === undefined
    ? encodeErrorResult({ abi: entryPoint07Abi, errorName: "FailedOp", args: [0n, reason] })
    : encodeErrorResult({ abi: entryPoint07Abi, errorName: "FailedOpWithRevert", args: [0n, reason, inner] });
const text = (message: string) =>
  encodeErrorResult({ abi: parseAbi(["error Error(string message)"]), errorName: "Error", args: [message] });
const cut = (error: Hex): Hex =>
  encodeErrorResult({
    abi: smartSessionV1Abi,
    errorName: "PolicyCheckReverted",
    args: [error.slice(0, 66).padEnd(66, "0") as Hex],
  });
const tooMuch = encodeErrorResult({
  abi: policyErrorsAbi,
  errorName: "ValueLimitExceeded",
  args: [permissionId, 2n, 1n],
});

const countIsZero = encodeErrorResult({
  abi: contractArtifact("targets/Counter").abi,
  errorName: "CountIsZero",
  args: [pad("0x12", { size: 20 })],
});

const spoken = ({ layers }: Explanation) => layers.map(({ layer, code }) => `${layer} ${code}`);
const rules = ({ causes }: Explanation) => causes.map(({ rule }) => rule);
const certain = ({ causes }: Explanation) =>
  causes.filter(({ certainty }) => certainty === "certain").map(({ rule }) => rule);

describe("explain, by what was given alone", () => {
  describe("reads", () => {
    const message = `UserOperation reverted with reason: AA23 reverted ${noPolicies}`;
    const rpcError = { code: -32500, message };
    const inBundler = ["bundler -32500", "EntryPoint AA23", "SmartSession NoPoliciesSet"];
    const bare = ["SmartSession NoPoliciesSet"];
    const inEntryPoint = ["EntryPoint AA23", ...bare];
    const forms: readonly (readonly [string, string, Explanation["input"], readonly string[]])[] = [
      ["revert data", noPolicies, "revert data", bare],
      ["revert data without 0x, in capitals", noPolicies.slice(2).toUpperCase(), "revert data", bare],
      ["revert data broken into lines", noPolicies.replace(/(.{40})/g, "$1\n  "), "revert data", bare],
      ["a selector alone", noPolicies.slice(0, 10), "revert data", bare],
      ["handleOps' revert data", failedOp("AA23 reverted", noPolicies), "revert data", inEntryPoint],
      [
        "a JSON-RPC error",
        JSON.stringify({ jsonrpc: "2.0", id: 1, error: rpcError }),
        "bundler error",
        inBundler,
      ],
      ["a bare error", JSON.stringify(rpcError), "bundler error", inBundler],
      [
        "an error in a batch",
        JSON.stringify([{ id: 1, result: "0x1" }, { error: rpcError }]),
        "bundler error",
        inBundler,
      ],
      [
        "an HTTP body in a JSON",
        JSON.stringify({ body: JSON.stringify({ error: rpcError }) }),
        "bundler error",
        inBundler,
      ],
      [
        "an error in the middle of a text",
        `Error: 400 {"error":${JSON.stringify(rpcError)}} at line 1`,
        "error text",
        inBundler,
      ],
      [
        "an error whose data tells",
        JSON.stringify({ code: -32500, message: "no", data: failedOp("AA23 reverted", noPolicies) }),
        "bundler error",
        inBundler,
      ],
      ["a bundler's words", message, "error text", inEntryPoint],
      [
        "Hardhat's words",
        "VM Exception: reverted with custom error 'NoPoliciesSet(\"0x5a\")'",
        "error text",
        bare,
      ],
      [
        "Hardhat's of an unknown one",
        `reverted with an unrecognized custom error (return data: ${noPolicies})`,
        "error text",
        bare,
      ],
      [
        "ethers' words",
        `execution reverted (unknown custom error) (action="estimateGas", data="${noPolicies}", reason=null, transaction={ "data": "0xd09de08a" })`,
        "error text",
        bare,
      ],
      ["geth's words", `execution reverted: ${noPolicies}`, "error text", bare],
      [
        "viem's words",
        `The contract function "x" reverted.\n\nError: NoPoliciesSet(bytes32 permissionId)\n`,
        "error text",
        bare,
      ],
      ["a name alone", "NoPoliciesSet", "error text", bare],
    ];
    for (const [what, input, kind, layers] of forms) {
      it(`${what}`, async () => {
        const explanation = await explain(input);
        expect(explanation.input).to.equal(kind);
        expect(spoken(explanation)).to.deep.equal(layers);
        expect(explanation.verdict).to.equal("refused");
        expect(rules(explanation)).to.deep.equal(["action", "permitERC4337Paymaster"]);
      });
    }

    it("a receipt, and what was undone in it", async () => {
      const userOpHash = `0x${"ab".repeat(32)}`;
      const receipt = {
        userOpHash,
        success: false,
        reason: text("too late"),
        receipt: { transactionHash: userOpHash },
      };
      const undone = await explain(JSON.stringify({ result: receipt }));
      expect(undone).to.include({ input: "user operation receipt", verdict: "undone" });
      expect(undone.layers[0]).to.deep.include({
        layer: "unknown",
        code: "Error",
        args: { message: "too late" },
      });
      expect(rules(undone)).to.deep.equal(["execution"]);
      const accepted = await explain(JSON.stringify({ ...receipt, success: true, reason: undefined }));
      expect(accepted).to.deep.include({ verdict: "accepted", layers: [], causes: [], unknown: [] });
    });

    it("an outcome of this harness", async () => {
      const layer = { layer: "SmartSession", code: "NoPoliciesSet", args: { permissionId }, known: "asked" };
      const refusal = { ...layer, rule: "action", reason: "No.", remedy: "Ask.", layers: [layer] };
      for (const outcome of [{ status: "rejected", refusal }, { outcome: { status: "rejected", refusal } }]) {
        const explanation = await explain(JSON.stringify(outcome));
        expect(explanation).to.include({ input: "outcome", verdict: "refused" });
        expect(certain(explanation)).to.deep.equal(["action"]);
      }
    });

    it("a user operation, of which nothing is known until somebody is asked", async () => {
      const operation = {
        sender: `0x${"11".repeat(20)}`,
        nonce: "0x1",
        callData: "0x",
        callGasLimit: "1",
        verificationGasLimit: 2,
        preVerificationGas: "0x3",
        maxFeePerGas: "1.5 gwei",
        maxPriorityFeePerGas: "1 gwei",
        signature: "0x",
      };
      const explanation = await explain(
        JSON.stringify({ method: "eth_sendUserOperation", params: [operation] }),
      );
      expect(explanation).to.deep.include({
        input: "user operation",
        verdict: "unknown",
        layers: [],
        causes: [],
      });
      expect(explanation.unknown[0]).to.match(/--network/);

      const older = await explain(JSON.stringify({ ...operation, initCode: "0x", paymasterAndData: "0x" }));
      expect(older.unknown[0]).to.match(/EntryPoint v0\.6/);
      const broken = await explain(JSON.stringify({ ...operation, nonce: "many" }));
      expect(broken.unknown[0]).to.match(/nonce is not a number/);
    });

    it("a hash, by which nothing is known until somebody is asked", async () => {
      const hash = `0x${"ab".repeat(32)}`;
      for (const input of [hash, `https://soneium-minato.blockscout.com/tx/${hash}`]) {
        const explanation = await explain(input);
        expect(explanation).to.deep.include({ input: "transaction", verdict: "unknown", layers: [] });
        expect(explanation.unknown[0]).to.match(/--network/);
      }
    });

    it("nothing as an error of the caller's", async () => {
      await expectToReject(explain("  \n"), InvalidInputError);
      await expectToReject(explain(undefined as never), InvalidInputError);
    });
  });

  describe("tells who spoke", () => {
    it("not by an error that several contracts declare, but where its way decides", async () => {
      const alone = await explain(executionFailed);
      expect(alone.verdict).to.equal("unknown");
      expect(alone.layers[0]).to.include({ layer: "unknown", code: "ExecutionFailed" });
      expect(alone.layers[0]?.declaredBy).to.include.members([
        "Safe7579",
        "Nexus",
        "ERC7579Account",
        "StartaleSmartAccount",
      ]);
      const validated = await explain(failedOp("AA23 reverted", executionFailed));
      expect(validated.layers.at(-1)).to.include({ layer: "account", code: "ExecutionFailed" });
      expect((await explain("0x8baa579f")).layers[0]?.layer).to.equal("unknown");
      const signature = await explain(failedOp("AA23 reverted", "0x8baa579f"));
      expect(signature.layers.at(-1)?.layer, "the account's, or the session validator's").to.equal("unknown");
    });

    it("among the account's contracts alone, where its kind is known", async () => {
      const account = { kind: "nexus", address: `0x${"11".repeat(20)}` } as Account;
      const { layers } = await explain(failedOp("AA23 reverted", executionFailed), { account });
      expect(layers.at(-1)?.declaredBy).to.deep.equal(["Nexus"]);
    });

    it("and what an account hides, in the order of likelihood, none of it as certain", async () => {
      const explanation = await explain(failedOp("AA23 reverted", executionFailed));
      expect(rules(explanation).slice(0, 2)).to.deep.equal(["action", "maxUses"]);
      expect(rules(explanation)).to.include.members(["spendingLimit", "sessionEnabled", "funds", "gas"]);
      expect(certain(explanation)).to.deep.equal([]);
      expect(explanation.unknown.join()).to.match(/stands for any revert/);
    });

    it("in a policy's place, with the rule where the policy is known", async () => {
      const value = await explain(violation(valueLimit.address));
      expect(value.layers[0]).to.include({ layer: "policy", address: valueLimit.address });
      expect(certain(value)).to.deep.equal(["maxTotalValue"]);
      const usage = await explain(violation(usageLimit.address));
      expect(rules(usage)).to.deep.equal(["maxUses", "maxOperations"]);
      expect(certain(usage)).to.deep.equal([]);
      const foreign = await explain(violation(pad("0x1234", { size: 20 })));
      expect(foreign).to.deep.include({ verdict: "refused", causes: [] });
      expect(foreign.layers[0]?.meaning).to.match(/none that is known here/);
    });

    it("by the 4 bytes that are left of a policy's error, and that the rest is lost", async () => {
      const explanation = await explain(cut(tooMuch));
      expect(spoken(explanation)).to.deep.equal([
        "SmartSession PolicyCheckReverted",
        "policy ValueLimitExceeded",
      ]);
      expect(explanation.layers[1]).to.deep.include({ args: {}, lost: "Its arguments are cut off." });
      expect(certain(explanation)).to.deep.equal(["maxValue"]);
      expect(spoken(await explain(tooMuch.slice(0, 66)))).to.deep.equal(["policy ValueLimitExceeded"]);
      const silent = await explain(cut("0x"));
      expect(spoken(silent).at(-1)).to.equal("policy no data");
      expect(certain(silent)).to.deep.equal([]);
      expect(spoken(await explain(cut("0xdeadbeef"))).at(-1)).to.equal("policy 0xdeadbeef");
    });

    it("by a Safe's codes", async () => {
      const explanation = await explain(failedOp("AA23 reverted", text("GS026")));
      expect(explanation.layers.at(-1)).to.include({ layer: "account", code: "GS026" });
      expect(certain(explanation)).to.deep.equal(["signature"]);
      expect((await explain("GS026")).verdict, "a Safe says so of transactions, too").to.equal("unknown");
    });

    it("by what a paymaster reverts with, and by what the calls of a played operation do", async () => {
      const paid = await explain(failedOp("AA33 reverted", text("no budget")));
      expect(paid.layers.at(-1)).to.include({ layer: "unknown", code: "Error" });
      expect(certain(paid)).to.deep.equal(["paymaster"]);
      const played = await explain(
        JSON.stringify({
          code: -32521,
          message: `reverted during simulation with reason: ${text("closed")}`,
        }),
      );
      expect(spoken(played)).to.deep.equal(["bundler -32521", "unknown Error"]);
      expect(played.verdict).to.equal("refused");
      expect(played.causes[0]?.remedy).to.match(/Nothing was sent/);
    });

    it("by a preset target's error, whose contract alone declares it", async () => {
      const { layers } = await explain(countIsZero);
      expect(layers[0]).to.include({ layer: "target", code: "CountIsZero" });
    });
  });

  describe("tells what is lost", () => {
    const lost = async (input: string) => (await explain(input)).layers.at(-1)?.lost;
    it("of arguments that are cut off", async () => {
      expect(await lost(noPolicies.slice(0, 40))).to.match(/cut off/);
      const odd = await explain(noPolicies.slice(0, 41));
      expect(odd.unknown[0]).to.match(/half a byte/);
      expect(await lost(`AA23 reverted ${noPolicies.slice(0, 40)}…`)).to.match(/cut off/);
    });

    it("of what EntryPoint passes on of a long revert", async () => {
      const long = concat(["0x08c379a0", encodeAbiParameters([{ type: "string" }], ["x".repeat(4000)])]);
      const { layers } = await explain(failedOp("AA23 reverted", `0x${long.slice(2, 2 + 2 * 2048)}`));
      expect(layers[0]?.lost).to.match(/2048 bytes/);
      expect(layers[1]).to.deep.include({ code: "Error", args: {}, lost: "Its text is cut off." });
    });
  });

  describe("knows", () => {
    const codes: readonly (readonly [string, readonly string[]])[] = [
      ["AA10 sender already constructed", ["accountDeployed"]],
      ["AA20 account not deployed", ["accountDeployed"]],
      ["AA21 didn't pay prefund", ["funds"]],
      ["AA22 expired or not due", ["validUntil", "validAfter"]],
      ["AA24 signature error", ["sessionKey", "signature", "moduleInstalled"]],
      ["AA25 invalid account nonce", ["nonce"]],
      ["AA26 over verificationGasLimit", ["gas"]],
      ["AA31 paymaster deposit too low", ["paymaster"]],
      ["AA91 failed send to beneficiary", []],
      ["-32501 refused", ["paymaster"]],
      ["-32503 User operation is not valid yet", ["validAfter", "paymaster"]],
      ["-32500 preVerificationGas is not enough, required: 2, got: 1", ["gas"]],
      ["-32602 maxFeePerGas must be at least 5", ["gas"]],
      ["-32602 replacement underpriced: nonce taken", ["nonce"]],
      ["-32603 internal error", []],
      ["-32601 method not found", []],
    ];
    for (const [input, expected] of codes) {
      it(`${input}`, async () => {
        const explanation = await explain(input);
        expect(rules(explanation)).to.deep.equal(expected);
        expect(explanation.layers[0]?.meaning).to.match(/^[A-Z].+\.$/);
        if (expected.length > 1) expect(certain(explanation)).to.deep.equal([]);
      });
    }

    it("which codes are EntryPoint v0.6's alone", async () => {
      expect((await explain("AA51 prefund below actualGasCost")).layers[0]?.meaning).to.match(/v0\.6 alone/);
      expect((await explain("AA23 reverted")).layers[0]?.meaning).not.to.match(/v0\.6/);
      expect((await explain("AA77 what")).layers[0]?.meaning).to.match(/neither v0\.7 nor v0\.6/i);
    });

    it("nothing of what it does not know", async () => {
      for (const input of [
        "0xdeadbeef",
        "hello",
        "12",
        "{}",
        `0x${"11".repeat(20)}`,
        "0x",
        "reverted: 0x12345678",
      ]) {
        const explanation = await explain(input);
        expect(explanation, input).to.deep.include({ verdict: "unknown", causes: [] });
        expect(explanation.unknown, input).not.to.deep.equal([]);
      }
      expect((await explain("0xdeadbeef")).layers[0]).to.include({ layer: "unknown", code: "0xdeadbeef" });
    });
  });

  it("lets no control character of a terminal through", async () => {
    const explanation = await explain(
      `-32500 \u001b[31mAA23 reverted\u0007 ${text("\u001b]0;owned\u0007\u202e")}`,
    );
    expect(JSON.stringify(explanation)).not.to.match(/\\u001b|\\u0007|\u202e/);
  });
});
