import { expect } from "chai";
import { encodeInstallModule, encodeUninstallModule } from "permissionless/utils";
import { concat, type Hex } from "viem";
import { type Call, sudo } from "../../src/index.ts";
import { fallbackSelectors, fallbackTarget } from "../../src/world/fallbackAction.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { auditRoom } from "./auditRoom.ts";

const anyCall = {
  actionTarget: fallbackTarget,
  actionTargetSelector: fallbackSelectors.others,
  actionPolicies: [sudo.encode()],
} as const;
const anyCallToSmartSession = { ...anyCall, actionTargetSelector: fallbackSelectors.smartSession } as const;
/** `supportsNestedTypedDataSign()`, and how an account is to pass it on: by a static call (ERC-7579). */
const detection: Hex = "0xd620c85a";
const staticCall: Hex = "0xfe";

auditRoom("fallbacks", (finding) => {
  finding("Cantina 0826 M3.2.6", async ({ world, make, enableMade, use, counter, account }) => {
    const made = make({ actions: [anyCall] });
    await enableMade(made);
    const { permissionId } = made;
    await expectAccepted(world, await use(permissionId));
    expect(await counter.count(account.address)).to.equal(1n);
    for (const data of ["0x00000001", "0x", `0x00000001${"00".repeat(128)}`] as const) {
      expectRefused(await use(permissionId, [{ to: fallbackTarget, data }]), {
        layer: "SmartSession",
        code: "InvalidTarget",
        rule: "action",
        args: {},
      });
    }
    return "fixed";
  });

  finding("Renascence v1 H-2", async (scene) => {
    const { world, release, account, make, enableMade, use, read } = scene;
    const session = make({ actions: [anyCall] });
    const granted = make({ actions: [anyCall, anyCallToSmartSession] });
    const another = make();
    await enableMade(session);
    const escalation = [world.release.encodeEnable([another.session])];
    const isEnabled = () => read("isPermissionEnabled", [another.permissionId, account.address]);
    if (release === "beta") {
      await expectAccepted(world, await use(session.permissionId, escalation));
      expect(await isEnabled()).to.equal(true);
      return "still so";
    }
    expectRefused(await use(session.permissionId, escalation), {
      layer: "SmartSession",
      code: "NoPoliciesSet",
      rule: "action",
      args: { permissionId: session.permissionId },
    });
    expect(await isEnabled()).to.equal(false);
    // Who grants the action that is for this grants everything.
    await enableMade(granted);
    await expectAccepted(world, await use(granted.permissionId, escalation));
    expect(await isEnabled()).to.equal(true);
    return "fixed";
  });

  finding("Cantina 0826 M3.2.1", async (scene) => {
    const { world, release, harness, account, smartSession, make, enableMade, use, read } = scene;
    const made = make();
    await enableMade(made);
    const { smartAccount } = account;
    const install = (address: Hex) =>
      encodeInstallModule({
        account: smartAccount,
        modules: { type: "fallback", address, context: concat([detection, staticCall]) },
      }) as readonly Call[];
    expect(await read("isModuleType", [3n])).to.equal(false);
    await expectReverted(world, await harness.execute(account, install(smartSession)), {
      layer: "account",
      code: "MismatchModuleTypeId",
      args: { moduleTypeId: 3n },
    });
    if (release === "v1") {
      const { SmartSessionCompatibilityFallback } = world.contracts;
      const address = SmartSessionCompatibilityFallback?.address ?? expect.fail("a world of v1 has it");
      const uninstall = encodeUninstallModule({
        account: smartAccount,
        modules: { type: "fallback", address, context: detection },
      }) as readonly Call[];
      await expectAccepted(world, await harness.execute(account, install(address)));
      await expectAccepted(world, await harness.execute(account, uninstall));
    }
    await expectAccepted(world, await use(made.permissionId));
    return "fixed";
  });
});
