import { expect } from "chai";
import { encodeErrorResult, RpcRequestError } from "viem";
import { entryPoint07Abi } from "viem/account-abstraction";
import { readBundlerError } from "../../src/index.ts";
import { bundlerLayer } from "../../src/outcome/outcomeOfError.ts";

const inner = "0x1c792c05000000000000000000000000000000000000000000000000000000000000002a";

describe("readBundlerError", () => {
  const data = encodeErrorResult({
    abi: entryPoint07Abi,
    errorName: "FailedOpWithRevert",
    args: [0n, "AA23 reverted", inner],
  });
  const texts: [string, object][] = [
    [
      `UserOperation reverted with reason: AA23 reverted ${inner}`,
      { code: "AA23", reason: "AA23 reverted", inner },
    ],
    [
      "UserOperation reverted with reason: AA24 signature error",
      { code: "AA24", reason: "AA24 signature error" },
    ],
    [
      "UserOperation reverted during simulation with reason: AA21 didn't pay prefund",
      { code: "AA21", reason: "AA21 didn't pay prefund" },
    ],
    [
      "UserOperation reverted with reason: AA23 reverted: GS026 0xacfdb444",
      { code: "AA23", reason: "AA23 reverted: GS026", inner: "0xacfdb444" },
    ],
    ["AA23 reverted 0x", { code: "AA23", reason: "AA23 reverted", inner: "0x" }],
  ];

  for (const [message, entryPoint] of texts) {
    it(`reads the text "${message.slice(0, 70)}"`, () => {
      expect(readBundlerError({ code: -32500, message })).to.deep.equal({
        code: -32500,
        message,
        entryPoint,
      });
    });
  }

  it("reads a refusal that says nothing of EntryPoint", () => {
    const refusal = { code: -32507, message: "Invalid UserOp signature" };
    expect(readBundlerError(refusal)).to.deep.equal(refusal);
  });

  for (const [message, code] of [
    ["preVerificationGas is not enough, required: 52000, got: 51000", -32500],
    [
      "maxFeePerGas must be at least 5 (current maxFeePerGas: 4) - use pimlico_getUserOperationGasPrice",
      -32602,
    ],
    ["verificationGasLimit must be at least 10000", -32602],
    ["User operation gas limits exceed the max gas per userOp: 3 > 2", -32602],
  ] as const) {
    it(`takes "${message.slice(0, 40)}" for a refusal, for its gas`, () => {
      const refusal = readBundlerError({ code, message });
      expect(refusal).to.deep.equal({ code, message });
      expect(bundlerLayer({ code, message })).to.include({ code: String(code), rule: "gas" });
    });
  }

  it("takes a parameter that is missing, or written wrongly, for a mistake, and no refusal", () => {
    for (const message of [
      "callGasLimit is missing",
      "callGasLimit: expected at least 3 characters",
      "nonce must be a hex string",
    ]) {
      expect(readBundlerError({ code: -32602, message }), message).to.equal(undefined);
    }
  });

  it("finds gas amiss by a field's name alone, and by codes for operations", () => {
    expect(bundlerLayer({ code: -32501, message: "gas price exceeds sponsorship limit" }).rule).to.equal(
      undefined,
    );
    expect(bundlerLayer({ code: -32500, message: "coffee supply too low" }).rule).to.equal(undefined);
    expect(bundlerLayer({ code: -32005, message: "maxFeePerGas must be at least 5" }).rule).to.equal(
      undefined,
    );
  });

  it("takes for inner data what follows on `reverted` alone", () => {
    const sender = `0x${"12".repeat(20)}`;
    for (const message of [
      `AA21 didn't pay prefund for sender ${sender}`,
      `AA23 reverted, ${sender}`,
      `AA24 signature error userOpHash=0x${"ab".repeat(32)}`,
    ]) {
      expect(readBundlerError({ code: -32500, message })?.entryPoint, message).not.to.have.property("inner");
    }
    const printed = `{"args":[0,"AA23 reverted","${inner.toUpperCase()}"]}`;
    const read = readBundlerError({ code: -32500, message: printed });
    expect(read?.entryPoint).to.deep.equal({ code: "AA23", reason: "AA23 reverted", inner });
  });

  it("prefers EntryPoint's own words to a code that anybody may spell", () => {
    const message =
      "request 3f2504e0-AA21-11d3, custom error AA22(), AA24 batteries: AA25 invalid account nonce";
    expect(readBundlerError({ code: -32500, message })?.entryPoint?.code).to.equal("AA25");
  });

  it("leaves a digit out that is half a byte, as bundlers cut their texts", () => {
    const read = readBundlerError({ code: -32500, message: "AA23 reverted 0x1c792" });
    expect(read?.entryPoint).to.deep.equal({
      code: "AA23",
      reason: "AA23 reverted",
      inner: "0x1c79",
      cut: true,
    });
  });

  it("prefers revert data to the text", () => {
    const read = readBundlerError({ code: -32500, message: "AA99 something else", data });
    expect(read?.entryPoint).to.deep.equal({ code: "AA23", reason: "AA23 reverted", inner, index: 0 });
  });

  it("falls back to the text where the data is not EntryPoint's", () => {
    const read = readBundlerError({ code: -32500, message: "AA25 invalid account nonce", data: "0x1234" });
    expect(read?.entryPoint).to.deep.equal({ code: "AA25", reason: "AA25 invalid account nonce" });
  });

  it("finds the refusal inside what a client wraps around it", () => {
    const cause = new RpcRequestError({
      body: {},
      error: { code: -32507, message: "AA24 signature error" },
      url: "http://127.0.0.1",
    });
    const read = readBundlerError(new Error("advice", { cause: new Error("more advice", { cause }) }));
    expect(read).to.deep.include({ code: -32507, message: "AA24 signature error" });
  });

  it("says nothing of an error that is no bundler's", () => {
    for (const error of [
      new Error("AA23 reverted"),
      { code: -32603, message: "internal" },
      undefined,
      "text",
    ]) {
      expect(readBundlerError(error)).to.equal(undefined);
    }
  });

  it("takes every code that ERC-7769 has for a refused operation, and no other", () => {
    const taken = (code: number) => readBundlerError({ code, message: "no" }) !== undefined;
    for (const code of [-32500, -32501, -32507, -32508, -32521])
      expect(taken(code), String(code)).to.equal(true);
    for (const code of [-32499, -32509, -32520, -32522, -32602])
      expect(taken(code), String(code)).to.equal(false);
  });
});
