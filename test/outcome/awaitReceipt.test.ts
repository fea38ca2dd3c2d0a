import { expect } from "chai";
import { createSmartAccountClient } from "permissionless";
import { custom, zeroHash } from "viem";
import { OperationDroppedError, ReceiptMissingError } from "../../src/index.ts";
import { awaitReceipt } from "../../src/outcome/awaitReceipt.ts";
import { expectToReject } from "../helpers/expectToReject.ts";

const status = "pimlico_getUserOperationStatus";

describe("awaitReceipt", () => {
  /** A bundler that has no receipt, but what it answers otherwise. */
  const clientOf = (answers: Readonly<Record<string, () => unknown>>) => {
    const asked: string[] = [];
    const transport = custom(
      {
        async request({ method }: { method: string }) {
          asked.push(method);
          return answers[method]?.() ?? null;
        },
      },
      { retryCount: 0 },
    );
    return { asked, client: createSmartAccountClient({ bundlerTransport: transport, pollingInterval: 1 }) };
  };

  it("does not wait for an operation that the bundler has dropped", async () => {
    const { client } = clientOf({ [status]: () => ({ status: "rejected" }) });
    const error = await expectToReject(awaitReceipt(client, zeroHash), OperationDroppedError);
    expect(error.userOpHash).to.equal(zeroHash);
  });

  it("tells of a receipt that is not to be had, and asks no more after that", async () => {
    let answer = (_: unknown) => {};
    const isAsked = new Promise<void>((resolve) => {
      answer = () => resolve();
    });
    let release = (_: unknown) => {};
    const { client, asked } = clientOf({
      [status]: () => {
        answer(undefined);
        return new Promise((resolve) => {
          release = resolve;
        });
      },
    });
    client.waitForUserOperationReceipt = async () => {
      await isAsked; // the question of what became of it is under way, and its answer comes too late
      throw new Error("timed out");
    };
    await expectToReject(awaitReceipt(client, zeroHash), ReceiptMissingError);
    const timers = process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
    release({ status: "submitted" });
    await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    expect(process.getActiveResourcesInfo().filter((name) => name === "Timeout").length).to.equal(timers);
    expect(asked.filter((method) => method === status)).to.have.length(1);
  });
});
