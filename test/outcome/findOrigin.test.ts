import { expect } from "chai";
import type { Address } from "viem";
import type { CallFrame } from "../../src/outcome/callTrace.ts";
import { findOrigin } from "../../src/outcome/traceRevert.ts";

const address = (digit: string) => `0x${digit.repeat(40)}` as Address;
const [account, implementation, helper, session, policy, target, other] = [..."1234567"].map(address) as [
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
];
const reverted = { error: "execution reverted" };
const call = (to: Address, more: Partial<CallFrame> = {}): CallFrame => ({ type: "CALL", to, ...more });
const delegate = (to: Address, more: Partial<CallFrame> = {}): CallFrame => ({
  type: "DELEGATECALL",
  to,
  ...more,
});
const find = (frame: CallFrame) => findOrigin(frame, [account, implementation], session);

describe("findOrigin", () => {
  it("finds the target below the account, also where frames between return instead of reverting", () => {
    const failed = call(target, reverted);
    const inner = call(account, { calls: [delegate(implementation, { calls: [failed] })] });
    expect(
      find(call(account, { ...reverted, calls: [delegate(implementation, { calls: [inner] })] })),
    ).to.equal(failed);
  });

  it("takes what the account delegates to for the account, whichever contract it is", () => {
    const failed = call(target, reverted);
    const batch = delegate(helper, { ...reverted, calls: [call(other), failed] });
    expect(find(call(account, { ...reverted, calls: [batch] }))).to.equal(failed);
  });

  it("says where the account's code ran, not whose it is", () => {
    const library = delegate(helper, { ...reverted, output: "0x01" });
    const itself = call(account, {
      ...reverted,
      calls: [delegate(other, { ...reverted, calls: [library] })],
    });
    expect(find(call(account, { ...reverted, calls: [itself] }))).to.deep.equal({ ...library, to: account });
  });

  it("takes the last failure for the cause", () => {
    const [first, last] = [call(other, reverted), call(target, reverted)];
    expect(find(call(account, { ...reverted, calls: [first, last] }))).to.equal(last);
  });

  it("does not look into a target, failed or not", () => {
    const failed = call(target, { ...reverted, calls: [call(other, reverted)] });
    expect(find(call(account, { ...reverted, calls: [failed] }))).to.equal(failed);
    const fine = call(target, { calls: [call(other, reverted)] });
    const frame = call(account, { ...reverted, calls: [fine] });
    expect(find(frame)).to.equal(frame);
  });

  it("follows an error that SmartSession passes on to the policy, and no other", () => {
    const own = call(policy, { ...reverted, output: "0x01" });
    const passing = call(session, { ...reverted, output: "0x01", calls: [own] });
    expect(find(call(account, { ...reverted, calls: [passing] }))).to.equal(own);
    const wrapping = call(session, { ...reverted, output: "0x02", calls: [own] });
    expect(find(call(account, { ...reverted, calls: [wrapping] }))).to.equal(wrapping);
  });

  it("blames the account itself where nothing below it failed", () => {
    const frame = call(account, { ...reverted, calls: [call(target)] });
    expect(find(frame)).to.equal(frame);
    expect(find(call(account, { calls: [call(target)] }))).to.equal(undefined);
  });
});
