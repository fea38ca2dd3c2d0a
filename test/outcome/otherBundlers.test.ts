import { custom, type EIP1193RequestFn } from "viem";
import {
  BundlerRpcError,
  chainTime,
  createHarness,
  createWorld,
  instantBundler,
  setChainTime,
} from "../../src/index.ts";
import { deployCounter, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { fixture } from "../helpers/fixture.ts";
import { freshKey } from "../helpers/scene.ts";

/** In alto 0.0.20's words (its validators), which say nothing of EntryPoint's codes. */
const altosWords: [RegExp, string][] = [
  [/AA24/, "Invalid UserOp signature"],
  [/AA22/, "User operation is not valid yet, validAfter=1, now=0"],
];

describe("a bundler with words of its own", () => {
  const scene = fixture(async (provider) => {
    const bundler = (await instantBundler(await createWorld(provider)))({});
    const request = (async (args: { method: string; params: unknown[] }) => {
      try {
        return await (bundler.request as EIP1193RequestFn)(args as never);
      } catch (error) {
        let at: unknown = error;
        while (at instanceof Error && !(at instanceof BundlerRpcError)) at = at.cause;
        if (!(at instanceof BundlerRpcError)) throw error;
        const { code, message } = at;
        const words = altosWords.find(([reason]) => reason.test(message))?.[1] ?? message;
        throw new BundlerRpcError({ code, message: words });
      }
    }) as EIP1193RequestFn;
    const harness = await createHarness({
      provider,
      bundlerTransport: custom({ request }, { retryCount: 0 }),
    });
    const { world } = harness;
    const [counter, account, key] = [await deployCounter(world), await harness.createAccount(), freshKey()];
    await expectAccepted(world, await harness.install(account));
    const now = await chainTime(world);
    const validAfter = now + 100n;
    const session = harness.compile({
      sessionKey: key.address,
      target: counter.address,
      function: "increment()",
      validAfter,
    });
    await expectAccepted(world, await harness.enable(account, [session]));
    return { harness, world, counter, account, key, session, validAfter };
  });

  it("has a wrong key told by the validator", async () => {
    const { harness, world, account, session, counter, validAfter } = await scene();
    await setChainTime(world, validAfter);
    const calls = [counter.call(increment)];
    expectRefused(await harness.use({ account, session, key: freshKey(), calls }), {
      layer: "SmartSession",
      code: "SIG_VALIDATION_FAILED",
      rule: "sessionKey",
      args: { permissionId: session.permissionId },
      layers: ["bundler -32507", "SmartSession SIG_VALIDATION_FAILED"],
    });
  });

  it("has a session that is not valid yet told by the validator's range", async () => {
    const { harness, world, account, session, key, counter, validAfter } = await scene();
    await setChainTime(world, validAfter - 1n);
    const calls = [counter.call(increment)];
    expectRefused(await harness.use({ account, session, key, calls }), {
      layer: "bundler",
      code: "-32503",
      rule: "validAfter",
      args: {
        message: "User operation is not valid yet, validAfter=1, now=0",
        validAfter,
        validUntil: 0n,
        timestamp: validAfter - 1n,
      },
      policy: "TimeFramePolicy",
    });
  });

  it("has an error found in its text, without revert data", async () => {
    const { harness, account, session, key, counter } = await scene();
    const calls = [{ to: counter.address, data: "0x2baeceb7" } as const];
    expectRefused(await harness.use({ account, session, key, calls }), {
      layer: "SmartSession",
      code: "NoPoliciesSet",
      rule: "action",
      args: { permissionId: session.permissionId },
      layers: ["bundler -32500", "EntryPoint AA23", "account ExecutionFailed", "SmartSession NoPoliciesSet"],
    });
  });
});
