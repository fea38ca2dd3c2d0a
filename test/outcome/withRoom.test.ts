import { expect } from "chai";
import { withRoom } from "../../src/outcome/withRoom.ts";

describe("withRoom", () => {
  const estimate = { callGasLimit: 80_000n, verificationGasLimit: 59_304n, preVerificationGas: 50_000n };
  const callData = `0x${"00".repeat(2_000)}` as const;

  it("adds a tenth to what is measured, and to validation what EntryPoint spends on the call data", () => {
    expect(withRoom(estimate, { callData, bySession: false })).to.deep.equal({
      callGasLimit: 88_000n,
      verificationGasLimit: 59_304n + 5_930n + 4_000n,
      preVerificationGas: 50_000n,
    });
  });

  it("adds a fiftieth to what pays for the call data where a session's signature is a part of it", () => {
    expect(withRoom(estimate, { callData, bySession: true }).preVerificationGas).to.equal(51_000n);
  });

  it("leaves what else is estimated as it is", () => {
    const more = { ...estimate, paymasterVerificationGasLimit: 7n };
    expect(withRoom(more, { callData: "0x", bySession: false }).paymasterVerificationGasLimit).to.equal(7n);
  });
});
