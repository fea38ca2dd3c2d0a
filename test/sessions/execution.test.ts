import { expect } from "chai";
import { concat, type Hex, slice } from "viem";
import { sudo } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { executing, modes, packed, packedBatch } from "../helpers/execution.ts";
import { expectAccepted, expectRefused } from "../helpers/expectOutcome.ts";
import { deployMock } from "../helpers/mock.ts";
import { bySmartSession, notGranted } from "../helpers/refusals.ts";
import { releaseOfRun } from "../helpers/releases.ts";

/** `executeUserOp`, by which EntryPoint would hand the whole operation to the account (ERC-4337 v0.7). */
const executeUserOp: Hex = "0x8dd7712f";

/** A session's calls are executed one by one, or as a batch that fails as a whole; the account's other ways are shut. */
onEveryAccount("execution modes", ({ kind, scene, reverted }) => {
  /** The granted call, in every mode. */
  const granted = async () => {
    const built = await scene();
    const { counter, enable } = built;
    const { permissionId } = await enable();
    const call = counter.call(increment);
    return { ...built, call, permissionId };
  };

  it("accepts the granted call alone and in a batch of one", async () => {
    const { world, account, counter, call, permissionId, send } = await granted();
    await expectAccepted(world, await send(permissionId, executing(modes.single, packed(call))));
    await expectAccepted(world, await send(permissionId, executing(modes.batch, packedBatch(call))));
    expect(await counter.count(account.address)).to.equal(2n);
  });

  const isShut = (code: string, args = {}) => bySmartSession(reverted, code, args);
  const executionTypeRefused = isShut("UnsupportedExecutionType");
  // The beta has one error for both.
  const callTypeRefused = (callType: Hex) =>
    releaseOfRun() === "beta" ? executionTypeRefused : isShut("UnsupportedCallType", { callType });
  const shut = [
    ["a single call that may fail (try)", modes.trySingle, packed, executionTypeRefused],
    ["a batch whose calls may fail (try)", modes.tryBatch, packedBatch, executionTypeRefused],
    ["a delegate call", modes.delegateCall, packed, callTypeRefused("0xff")],
    ["a delegate call that may fail (try)", modes.tryDelegateCall, packed, executionTypeRefused],
    ["a static call", modes.staticCall, packed, callTypeRefused("0xfe")],
  ] as const;
  for (const [what, mode, pack, refused] of shut) {
    it(`rejects ${what} of the granted function`, async () => {
      const { account, counter, call, permissionId, send } = await granted();
      expectRefused(await send(permissionId, executing(mode, pack(call))), refused);
      expect(await counter.count(account.address)).to.equal(0n);
    });
  }

  it("rejects an empty batch", async () => {
    const { permissionId, send } = await granted();
    const outcome = await send(permissionId, executing(modes.batch, packedBatch()));
    expectRefused(outcome, bySmartSession(reverted, "NoExecutionsInBatch"));
  });

  it("rejects the account's own functions as the operation's call data", async () => {
    const { account, counter, permissionId, send } = await granted();
    const install = account.encodeInstall(counter.address, "0x").data ?? "0x";
    for (const callData of [install, increment]) {
      expectRefused(await send(permissionId, callData), notGranted(reverted, permissionId));
    }
    expect(await account.isInstalled(counter.address)).to.equal(false);
  });

  it("honours an action of the account's own function, which is why the library compiles none", async () => {
    const { world, account, make, enableMade, use, send } = await scene();
    const { address } = await deployMock(world, "IdleValidator");
    const install = account.encodeInstall(address, "0x");
    const { data = "0x" } = install;
    const made = make({
      actions: [
        {
          actionTarget: account.address,
          actionTargetSelector: slice(data, 0, 4),
          actionPolicies: [sudo.encode()],
        },
      ],
    });
    await enableMade(made);
    const outcome = await send(made.permissionId, data);
    if (kind === "kernel") {
      // Kernel gives each validator its functions itself, and SmartSession has execute alone.
      expectRefused(outcome, {
        layer: "account",
        code: "InvalidValidator",
        rule: "moduleInstalled",
        args: {},
        layers: [...reverted, "account InvalidValidator"],
      });
      // But execute may call the account.
      await expectAccepted(world, await use(made.permissionId, [install]));
    } else await expectAccepted(world, outcome);
    expect(await account.isInstalled(address)).to.equal(true);
  });

  it("rejects executeUserOp around the granted call", async () => {
    const { account, counter, call, permissionId, send } = await granted();
    const wrapped = concat([executeUserOp, executing(modes.single, packed(call))]);
    expectRefused(await send(permissionId, wrapped), executionTypeRefused);
    expect(await counter.count(account.address)).to.equal(0n);
  });

  it("rejects an operation without call data", async () => {
    const { permissionId, send } = await granted();
    for (const callData of ["0x", "0xe9ae5c"] as const) {
      expectRefused(await send(permissionId, callData), bySmartSession(reverted, "no data", {}, "unknown"));
    }
  });
});
