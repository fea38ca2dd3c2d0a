import { expect } from "chai";
import type { World } from "../../src/index.ts";
import { toSessionAccount } from "../../src/index.ts";
import { sendSigned } from "../../src/outcome/execute.ts";
import { playCalls } from "../../src/outcome/playCalls.ts";
import { prepareOperation } from "../../src/outcome/prepareOperation.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { decrement, increment } from "../helpers/counter.ts";

const [verificationGasLimit, preVerificationGas] = [2_000_000n, 200_000n];

onEveryAccount("playCalls", ({ scene }) => {
  /** A use of a session with so much gas for its calls, signed. */
  const using = async () => {
    const built = await scene();
    const { world, harness, account, counter, key, enable } = built;
    const session = await enable();
    const other = await enable({ function: "decrement()" });
    const signer = toSessionAccount(world, account, session, key);
    const taking = toSessionAccount(world, account, other, key);
    const sign = async (callGasLimit: bigint, selector = increment) => {
      const by = selector === increment ? signer : taking;
      const calls = [counter.call(selector)];
      const gas = { callGasLimit, verificationGasLimit, preVerificationGas };
      const { operation } = await prepareOperation({
        ...{ world, client: harness.client, account, signer: by, calls, gas },
      });
      return { ...operation, signature: await by.signUserOperation(operation) };
    };
    const send = (operation: Awaited<ReturnType<typeof sign>>) =>
      sendSigned({ world, client: harness.client, account, operation, calls: [counter.call(increment)] });
    return { ...built, sign, send };
  };

  it("tells whether the calls' gas suffices as it turns out when they are sent", async () => {
    const { world, account, sign, send } = await using();
    const ends: string[] = [];
    for (let callGasLimit = 15_000n; callGasLimit <= 95_000n; callGasLimit += 8_000n) {
      const operation = await sign(callGasLimit);
      const failed = await playCalls(world, account, operation);
      const { status } = await send(operation);
      expect(failed === undefined, `with ${callGasLimit} gas`).to.equal(status === "accepted");
      ends.push(status);
    }
    expect(ends).to.include("accepted").and.to.include("rejected");
  });

  it("tells of a chain that does not trace what reverts, and nothing of gas", async () => {
    const { world, account, sign } = await using();
    const request: World["provider"]["request"] = (asked) => {
      if (asked.method.startsWith("debug_")) throw new Error("the method does not exist");
      return world.provider.request(asked);
    };
    const untraced = { ...world, provider: { ...world.provider, request } };
    expect(await playCalls(untraced, account, await sign(15_000n))).to.equal(undefined);
    const failed = await playCalls(untraced, account, await sign(500_000n, decrement));
    expect(failed?.returned).to.match(/^0x[0-9a-f]{8}/);
    expect(failed?.origin).to.equal(undefined);
  });
});
