import { expect } from "chai";
import { type Hex, parseEther, RpcRequestError } from "viem";
import {
  formatUserOperationRequest,
  getUserOperationError,
  toPackedUserOperation,
  type UserOperation,
} from "viem/account-abstraction";
import { userOperationHash } from "../../../src/account/userOperationHash.ts";
import {
  type Explanation,
  explain,
  setChainTime,
  timeFrame,
  toJson,
  usageLimit,
} from "../../../src/index.ts";
import { playOperation } from "../../../src/outcome/playOperation.ts";
import { decodeFailedOp } from "../../../src/submission/decodeFailedOp.ts";
import { decrement, increment } from "../../helpers/counter.ts";
import { expectAccepted } from "../../helpers/expectOutcome.ts";
import { fixture } from "../../helpers/fixture.ts";
import { freshKey } from "../../helpers/scene.ts";
import { buildExplainScene } from "./scene.ts";

const spoken = ({ layers }: Explanation) => layers.map(({ layer, code }) => `${layer} ${code}`);
const rules = ({ causes }: Explanation) => causes.map(({ rule, certainty }) => `${certainty} ${rule}`);
const rpc = (operation: UserOperation<"0.7">) => JSON.stringify(formatUserOperationRequest(operation));

/** What viem throws where a bundler refuses an operation, as it is printed. */
const dumpOf = (operation: UserOperation<"0.7">, error: { code: number; message: string }) =>
  String(
    getUserOperationError(
      new RpcRequestError({ body: {}, error, url: "http://bundler" }) as never,
      operation as never,
    ),
  );

for (const kind of ["safe7579", "nexus"] as const) {
  const hiding = kind === "safe7579" ? ["account ExecutionFailed"] : [];
  const reverted = ["EntryPoint AA23", ...hiding];

  describe(`explain, with a chain, on ${kind}`, () => {
    const scene = fixture(buildExplainScene(kind));

    describe("a user operation", () => {
      it("is put to the validator, past the account that hides its answer", async () => {
        const { world, account, counter, enable, sign } = await scene();
        const { permissionId } = await enable();
        const operation = await sign({ permissionId }, [counter.call(decrement)]);
        const explanation = await explain(rpc(operation), { world });
        expect(explanation).to.include({ input: "user operation", verdict: "refused" });
        expect(spoken(explanation)).to.deep.equal([...reverted, "SmartSession NoPoliciesSet"]);
        expect(explanation.layers.at(-1)).to.deep.include({
          args: { permissionId },
          declaredBy: ["SmartSession"],
          known: "asked",
        });
        expect(rules(explanation)).to.deep.equal(["certain action"]);
        expect(explanation.found).to.deep.equal([
          `The account ${account.address} is of the kind ${kind}.`,
          "Played as the next block would have it, EntryPoint refuses the operation.",
        ]);
        expect(explanation.unknown).to.deep.equal([]);
      });

      it("is read from decimal numbers, and packed as EntryPoint takes it", async () => {
        const { world, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(decrement)]);
        const packed = toJson({ params: [[toPackedUserOperation(operation)]] });
        for (const form of [toJson(operation), toJson([{ userOp: operation }]), packed]) {
          expect(rules(await explain(form, { world })), form.slice(0, 40)).to.deep.equal(["certain action"]);
        }
      });

      it("whose gas is more than EntryPoint takes is said not to be one", async () => {
        const { world, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        const fields = ["callGasLimit", "maxFeePerGas", "verificationGasLimit", "maxPriorityFeePerGas"];
        for (const field of [...fields, "paymasterVerificationGasLimit", "paymasterPostOpGasLimit"]) {
          const given = { ...operation, paymaster: counter.address, [field]: 2n ** 128n };
          const { unknown } = await explain(toJson(given), { world });
          expect(unknown.join()).to.include(`${field} is more than EntryPoint v0.7 takes`);
        }
      });

      it("is read back from viem's error, its fees in gwei", async () => {
        const { world, harness, account, key, counter, enable, sign } = await scene();
        const session = await enable({ maxUses: 1 });
        const calls = [counter.call(increment)];
        await expectAccepted(world, await harness.use({ account, session, key, calls }));
        const operation = await sign(session, calls);
        const inner = kind === "safe7579" ? "0xacfdb444" : "0x3b577361";
        const dump = dumpOf(operation, { code: -32500, message: `reason: AA23 reverted ${inner}` });
        const explanation = await explain(dump, { world });
        expect(explanation).to.include({ input: "error text", verdict: "refused" });
        expect(explanation.layers.at(-1)).to.deep.include({
          layer: "policy",
          code: "PolicyViolation",
          address: usageLimit.address,
          known: "asked",
        });
        expect(rules(explanation), "what was said was cut, or hidden").to.deep.equal(["possible maxUses"]);
        expect(explanation.causes[0]?.cause).to.match(/: uses: 1 of 1 are used\.$/);
        expect(explanation.unknown.at(-1)).to.match(
          /as it stands now \(block \d+\); what was refused earlier/,
        );
      });

      it("that was refused before is not explained by what was changed since", async () => {
        const { world, harness, account, key, counter, enable, sign } = await scene();
        const session = await enable({ maxUses: 1 });
        const calls = [counter.call(increment)];
        await expectAccepted(world, await harness.use({ account, session, key, calls }));
        const operation = await sign(session, calls);
        const data = (await playOperation(world, operation)) ?? "0x";
        const inner = decodeFailedOp(data)?.inner ?? "0x";
        const error = { code: -32500, message: `reason: AA23 reverted ${inner}` };
        const before = await explain(dumpOf(operation, error), { world });
        await expectAccepted(world, await harness.revoke(account, session));
        const after = await explain(dumpOf(operation, error), { world });
        if (kind === "nexus") {
          expect(rules(before), "the same was said").to.deep.equal(["certain maxUses"]);
          expect(rules(after), "by the error's words").to.deep.equal([
            "possible maxUses",
            "possible maxOperations",
          ]);
          expect(after.layers.at(-1)).to.include({ code: "PolicyViolation", known: "given" });
          expect(after.unknown.join()).to.match(/does not say the same any more/);
          return;
        }
        expect(rules(before)).to.deep.equal(["possible maxUses"]);
        expect(rules(after)).to.deep.equal(["possible sessionEnabled"]);
        expect(after.unknown.join()).to.match(/what was refused earlier may have had another reason/);
      });

      it("whose signature was found wrong is not explained by a session that was removed since", async () => {
        const { world, harness, account, counter, enable, sign } = await scene();
        const session = await enable();
        const operation = await sign(session, [counter.call(increment)], { signer: freshKey() });
        const dump = dumpOf(operation, { code: -32507, message: "AA24 signature error" });
        expect(rules(await explain(dump, { world }))).to.deep.equal(["certain sessionKey"]);
        await expectAccepted(world, await harness.revoke(account, session));
        const after = await explain(dump, { world });
        expect(rules(after)[0]).to.equal("possible sessionKey");
        expect(spoken(after)).not.to.include("SmartSession InvalidPermissionId");
        expect(after.unknown.join()).to.match(/sessionEnabled: /);
      });

      it("of an account that is not there, without a factory, is told to lack its account", async () => {
        const { world, counter, enable, sign } = await scene();
        const sender = freshKey().address;
        const operation = await sign(await enable(), [counter.call(increment)], { sender });
        const explanation = await explain(rpc(operation), { world });
        expect(explanation.verdict).to.equal("refused");
        expect(rules(explanation)).to.deep.equal(["certain accountDeployed"]);
        expect(explanation.layers.at(-1)).to.include({ code: "no code", address: sender, known: "asked" });
        expect(explanation.unknown.join()).not.to.match(/--network/);
        const told = await explain(`AA23 reverted 0xacfdb444\n${rpc(operation)}`, { world });
        expect(told.found.join()).to.include(`no contract at ${sender} on this chain`);
      });

      it("has the session's value told in figures", async () => {
        const { world, harness, account, key, recorder, enable, sign } = await scene();
        await world.provider.request({
          method: "hardhat_setBalance",
          params: [account.address, `0x${parseEther("10").toString(16)}`],
        });
        const session = await enable({
          target: recorder.address,
          function: "record(uint256)",
          maxTotalValue: parseEther("1"),
        });
        const spent = [recorder.call(1n, parseEther("0.6"))];
        await expectAccepted(world, await harness.use({ account, session, key, calls: spent }));
        const operation = await sign(session, [recorder.call(1n, parseEther("0.5"))]);
        const explanation = await explain(rpc(operation), { world, account });
        expect(rules(explanation)).to.deep.equal(["certain maxTotalValue"]);
        expect(explanation.causes[0]?.cause).to.include(
          "total value: 0.6 of 1 ETH is used, this call needs 0.5",
        );
      });

      it("has its session's time told", async () => {
        const { world, counter, enable, sign, now } = await scene();
        const validAfter = now + 1_000n;
        const session = await enable({ validAfter });
        const operation = await sign(session, [counter.call(increment)]);
        const early = await explain(rpc(operation), { world });
        expect(rules(early)).to.deep.equal(["certain validAfter"]);
        expect(early.layers.at(-1)).to.deep.include({ code: "time range", address: timeFrame.address });
        expect(early.causes[0]?.cause).to.include(String(validAfter));
        await setChainTime(world, validAfter);
        expect(rules(await explain(rpc(operation), { world }))).to.deep.equal([]);
      });

      it("has a wrong key told", async () => {
        const { world, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)], { signer: freshKey() });
        const explanation = await explain(rpc(operation), { world });
        expect(spoken(explanation)).to.deep.equal(["EntryPoint AA24", "SmartSession SIG_VALIDATION_FAILED"]);
        expect(rules(explanation)).to.deep.equal(["certain sessionKey"]);
      });

      it("has its calls played where validation passes, and a preset target's error named", async () => {
        const { world, counter, enable, sign } = await scene();
        const session = await enable({ function: "decrement()" });
        const operation = await sign(session, [counter.call(decrement)]);
        const explanation = await explain(rpc(operation), { world });
        expect(explanation.layers.at(-1)).to.deep.include({
          layer: "target",
          code: "CountIsZero",
          address: counter.address,
          declaredBy: ["Counter"],
        });
        expect(explanation.verdict, "it is not known to be sent").to.equal("unknown");
        expect(rules(explanation)).to.deep.equal(["certain execution"]);
      });

      it("is said to pass where nothing is amiss, and nothing is made up", async () => {
        const { world, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        const explanation = await explain(rpc(operation), { world });
        expect(explanation).to.deep.include({ verdict: "unknown", layers: [], causes: [] });
        expect(explanation.found.at(-1)).to.match(/passes validation, and its calls do not fail/);
      });

      it("does not have an error of before explained by the chain of now", async () => {
        const { world, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        const { data } = { data: `0x1c792c05${"0".repeat(64)}` };
        const inner = kind === "safe7579" ? "0xacfdb444" : data;
        const dump = dumpOf(operation, { code: -32500, message: `AA23 reverted ${inner}` });
        const explanation = await explain(dump, { world });
        const expected = kind === "safe7579" ? ["account ExecutionFailed"] : ["SmartSession NoPoliciesSet"];
        expect(spoken(explanation).slice(-1)).to.deep.equal(expected);
        if (kind === "safe7579") {
          expect(explanation.causes.every(({ certainty }) => certainty === "possible")).to.equal(true);
        } else expect(rules(explanation)).to.deep.equal(["certain action"]);
      });

      it("whose signature was found wrong, and is right by now, has nobody's signature blamed for certain", async () => {
        const { world, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        const dump = dumpOf(operation, { code: -32507, message: "AA24 signature error" });
        const explanation = await explain(dump, { world });
        expect(rules(explanation)).to.deep.equal([
          "possible sessionKey",
          "possible signature",
          "possible moduleInstalled",
        ]);
      });

      it("whose session has no time limit was refused for the paymaster's time", async () => {
        const { world, counter, enable, sign } = await scene();
        const paymaster = { paymaster: counter.address, paymasterData: "0x" as const };
        const limits = { paymasterVerificationGasLimit: 50_000n, paymasterPostOpGasLimit: 0n };
        const words = "User operation's paymaster signature expires too soon";
        const error = { code: -32503, message: words };
        const session = await enable({ permitERC4337Paymaster: true });
        const paid = await sign(session, [counter.call(increment)], { ...paymaster, ...limits });
        const explanation = await explain(dumpOf(paid, error), { world });
        expect(rules(explanation)).to.deep.equal(["possible paymaster"]);
        expect(explanation.causes[0]?.cause).to.include(words);
        expect(explanation.unknown.join()).to.match(/the session has no time limit/);
        const alone = await sign(session, [counter.call(increment)]);
        expect(rules(await explain(dumpOf(alone, error), { world }))).to.deep.equal([]);
      });

      it("of an account of no known kind is played, and told as far as that goes", async () => {
        const { world, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)], { sender: counter.address });
        const explanation = await explain(rpc(operation), { world });
        expect(explanation.found[0]).to.match(/of no kind that is known here/);
        expect(spoken(explanation)[0]).to.equal("EntryPoint AA23");
        expect(explanation.causes.every(({ certainty }) => certainty === "possible")).to.equal(true);
      });

      it("that was mined is told by what became of it", async () => {
        const { world, counter, enable, sign, bundle } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        const transactionHash = await bundle(operation);
        const explanation = await explain(rpc(operation), { world });
        expect(explanation).to.deep.include({ verdict: "accepted", layers: [], causes: [] });
        expect(explanation.found.join()).to.include(transactionHash);
        expect(explanation).not.to.have.property("playedAt");
        const asError = await explain(`AA25 invalid account nonce\n${rpc(operation)}`, { world });
        expect(rules(asError)).to.deep.equal(["certain nonce"]);
        expect(asError.verdict).to.equal("accepted");
        expect(asError.found.join()).to.include(`was mined, in transaction ${transactionHash}`);
      });

      it("that was mined is not said to be refused, though its session is used up by it", async () => {
        const { world, counter, enable, sign, bundle } = await scene();
        const operation = await sign(await enable({ maxUses: 1 }), [counter.call(increment)]);
        const { playedAt } = await explain(rpc(operation), { world });
        expect(playedAt, "it is not mined").to.equal(await world.client.getBlockNumber());
        await bundle(operation);
        const explanation = await explain(rpc(operation), { world });
        expect(explanation).to.deep.include({ verdict: "accepted", layers: [], causes: [] });
      });

      it("whose nonce is used is played where the chain tells nothing of its events", async () => {
        const { world, counter, enable, sign, bundle } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        await bundle(operation);
        const getLogs = async () => {
          throw new Error("query exceeds the limit");
        };
        const client = { ...world.client, getLogs } as never;
        const explanation = await explain(rpc(operation), { world: { ...world, client } });
        expect(rules(explanation)).to.deep.equal(["certain nonce"]);
        expect(explanation.found.join()).to.match(/by itself or by another operation/);
      });

      it("whose place another took has that told", async () => {
        const { world, counter, enable, sign, bundle } = await scene();
        const session = await enable();
        await bundle(await sign(session, [counter.call(increment)]));
        const next = await sign(session, [counter.call(increment)]);
        const late = await sign(session, [counter.call(decrement)], { nonce: next.nonce - 1n });
        const explanation = await explain(rpc(late), { world });
        expect(explanation.found.join()).to.include("another operation was mined in its place");
      });

      it("has too little gas for its validation told", async () => {
        const { world, counter, enable, sign } = await scene();
        const change = { verificationGasLimit: 60_000n };
        const operation = await sign(await enable(), [counter.call(increment)], change);
        expect(rules(await explain(rpc(operation), { world }))).to.deep.equal(["certain gas"]);
      });
    });

    describe("a hash", () => {
      it("of a bundle that reverted: the operation that EntryPoint refused", async () => {
        const { world, counter, enable, sign, bundle } = await scene();
        const session = await enable();
        const good = await sign(session, [counter.call(increment)]);
        const bad = await sign(session, [counter.call(decrement)], { nonce: good.nonce + 1n });
        const explanation = await explain(await bundle(good, bad), { world });
        expect(explanation).to.include({ input: "transaction", verdict: "refused" });
        expect(spoken(explanation)).to.deep.equal([...reverted, "SmartSession NoPoliciesSet"]);
        expect(rules(explanation)).to.deep.equal(["certain action"]);
        expect(explanation.found.join()).to.include(userOperationHash(world, bad));
      });

      it("of a bundle that reverted, on a chain that offers no trace: it is played again", async () => {
        const { world, counter, enable, sign, bundle } = await scene();
        const operation = await sign(await enable(), [counter.call(decrement)]);
        const explanation = await explain(await bundle(operation), { world: untraced(world) });
        expect(spoken(explanation)).to.deep.equal([...reverted, "SmartSession NoPoliciesSet"]);
        const isHidden = kind === "safe7579";
        const certainty = isHidden ? "possible" : "certain";
        expect(explanation.causes[0]).to.include({ rule: "action", certainty });
        expect(/as it stands now/.test(explanation.unknown.join())).to.equal(isHidden);
      });

      it("of a transaction or an operation whose calls were undone: who undid them", async () => {
        const { world, bundler, counter, enable, sign, bundle } = await scene();
        const session = await enable({ function: "decrement()" });
        const operation = await sign(session, [counter.call(decrement)]);
        const transactionHash = await bundle(operation);
        const userOpHash = userOperationHash(world, operation);
        const receipt = toJson({ userOpHash, success: false, receipt: { transactionHash } });
        for (const input of [transactionHash, userOpHash, receipt]) {
          for (const means of [{ world }, { world, bundler }]) {
            const explanation = await explain(input, means);
            expect(explanation.verdict, input).to.equal("undone");
            expect(spoken(explanation), input).to.deep.equal([...hiding, "target CountIsZero"]);
            expect(rules(explanation), input).to.deep.equal(["certain execution"]);
            expect(explanation.found.join(), input).to.include(userOpHash);
          }
        }
      });

      it("of an operation that took effect: that it did", async () => {
        const { world, counter, enable, sign, bundle } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        const transactionHash = await bundle(operation);
        for (const hash of [transactionHash, userOperationHash(world, operation)]) {
          const explanation = await explain(hash, { world });
          expect(explanation).to.deep.include({ verdict: "accepted", causes: [], unknown: [] });
        }
      });

      it("of a transaction that waits", async () => {
        const { world, provider, counter, enable, sign } = await scene();
        const operation = await sign(await enable(), [counter.call(increment)]);
        await provider.request({ method: "evm_setAutomine", params: [false] });
        try {
          const [from] = await provider.request({ method: "eth_accounts" });
          const transaction = { from, to: counter.address, data: increment };
          const hash: Hex = await provider.request({ method: "eth_sendTransaction", params: [transaction] });
          expect((await explain(hash, { world })).verdict).to.equal("pending");
        } finally {
          await provider.request({ method: "evm_setAutomine", params: [true] });
        }
        const request = async ({ method }: { method: string }) =>
          method === "eth_getUserOperationByHash"
            ? { userOperation: formatUserOperationRequest(operation) }
            : null;
        const bundler = { request } as never;
        const hash = userOperationHash(world, operation);
        expect((await explain(hash, { world, bundler })).verdict).to.equal("pending");
      });

      it("that nobody knows: that nobody does", async () => {
        const { world, bundler } = await scene();
        const hash = `0x${"ab".repeat(32)}`;
        const explanation = await explain(hash, { world });
        expect(explanation).to.deep.include({ verdict: "unknown", layers: [], causes: [] });
        expect(explanation.unknown[0]).to.include(hash);
        expect(explanation.unknown[1]).to.match(/--bundler/);
        expect((await explain(hash, { world, bundler })).unknown[1]).to.match(
          /^Nor does the bundler.* refused it: then give its error/,
        );
      });

      it("that begins like an error is a hash where somebody knows it, else what is left of an error", async () => {
        const { world } = await scene();
        const word = `0x1c792c05${"7e".repeat(28)}`;
        const request = async ({ method }: { method: string }) =>
          method === "eth_getUserOperationByHash" ? { userOperation: {} } : null;
        const known = await explain(word, { world, bundler: { request } as never });
        expect(known).to.include({ input: "transaction", verdict: "pending" });
        const unknown = await explain(word, { world });
        expect(unknown.input).to.equal("revert data");
        expect(spoken(unknown)).to.deep.equal(["SmartSession NoPoliciesSet"]);
      });

      it("of a transaction that reverted and is no bundle: that it is none", async () => {
        const { world, provider, counter } = await scene();
        const [from] = await provider.request({ method: "eth_accounts" });
        const transaction = { from, to: counter.address, data: decrement, gas: "0x30d40" };
        await provider.request({ method: "eth_sendTransaction", params: [transaction] }).catch(() => {});
        const { transactions } = await world.client.getBlock();
        const explanation = await explain(transactions[0] as Hex, { world });
        expect(explanation.verdict).to.equal("undone");
        expect(spoken(explanation)).to.deep.equal(["target CountIsZero"]);
        expect(explanation.found.join()).to.match(/this is no bundle of user operations/);
      });

      it("of a transaction without an operation: that it carries none", async () => {
        const { world, provider, counter } = await scene();
        const [from] = await provider.request({ method: "eth_accounts" });
        const transaction = { from, to: counter.address, data: increment };
        const hash: Hex = await provider.request({ method: "eth_sendTransaction", params: [transaction] });
        const explanation = await explain(hash, { world });
        expect(explanation).to.include({ verdict: "unknown" });
        expect(explanation.found[0]).to.match(/carries no user operation of EntryPoint v0\.7/);
      });
    });
  });
}

/** A public RPC rarely traces. */
function untraced<Asked extends { provider: { request: (args: never) => Promise<unknown> } }>(
  world: Asked,
): Asked {
  const request = async (args: { method: string }) => {
    if (args.method.startsWith("debug_")) throw new Error("the method does not exist");
    return world.provider.request(args as never);
  };
  return { ...world, provider: { request } };
}
