import { expect } from "chai";
import { getAbiItem, type Hex, toEventSelector } from "viem";
import { entryPoint07Abi, type UserOperationReceipt } from "viem/account-abstraction";
import { logsOf } from "../../src/outcome/logsOf.ts";

describe("logsOf", () => {
  const event = toEventSelector(getAbiItem({ abi: entryPoint07Abi, name: "UserOperationEvent" }));
  const [mine, another] = [`0x${"01".repeat(32)}`, `0x${"02".repeat(32)}`] as const;
  const log = (...topics: Hex[]) => ({ topics });
  const receipt = (logs: object[], all: object[]) =>
    ({ userOpHash: mine, logs, receipt: { logs: all } }) as unknown as UserOperationReceipt<"0.7">;
  const target = log("0xaa");

  it("leaves the logs as they are where UserOperationEvent is among them", () => {
    const logs = [target, log(event, mine)];
    expect(logsOf(receipt(logs, [...logs, log("0xbb")]))).to.deep.equal(logs);
  });

  it("adds the operation's own event from the bundle where the bundler leaves it out, and no other's", () => {
    const all = [target, log(event, mine), log("0xbb"), log(event, another)];
    expect(logsOf(receipt([target], all))).to.deep.equal([target, log(event, mine)]);
    expect(logsOf(receipt([target, log(event, another)], all))).to.deep.equal([
      target,
      log(event, another),
      log(event, mine),
    ]);
  });
});
