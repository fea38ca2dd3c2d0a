import { expect } from "chai";
import { parseEventLogs, zeroAddress } from "viem";
import { sudo, timeFrame, toActionId, usageLimit } from "../../src/index.ts";
import { decrement, increment } from "../helpers/counter.ts";
import { expectAccepted, expectRefused, expectReverted } from "../helpers/expectOutcome.ts";
import { managementAbi } from "../helpers/managementAbi.ts";
import { auditRoom, type FindingScene } from "./auditRoom.ts";

/** What a session has of everything that is kept in a set. */
const full = ({ action, now }: FindingScene) => {
  const policies = [
    sudo.encode(),
    usageLimit.encode({ limit: 9n }),
    timeFrame.encode({ validAfter: 0n, validUntil: now + 9999n }),
  ];
  return {
    userOpPolicies: policies,
    actions: [increment, decrement, "0x00000000", "0x11111111", "0x22222222"].map((selector) =>
      action(selector as typeof increment, ...policies),
    ),
  };
};

auditRoom("removing", (finding) => {
  finding("Cantina 0826 H3.1.3", async (scene) => {
    const { world, harness, account, counter, make, action, enableMade, managing, read, use } = scene;
    const made = make();
    const { permissionId } = made;
    await enableMade(made);
    expect(await read("getEnabledActions", [account.address, permissionId])).to.deep.equal([
      toActionId(counter.address, increment),
    ]);
    await expectAccepted(world, await harness.execute(account, [managing("removeSession", [permissionId])]));

    expect(await read("getEnabledActions", [account.address, permissionId])).to.deep.equal([]);
    expect(await read("isISessionValidatorSet", [permissionId, account.address])).to.equal(false);
    expect(await read("getSessionValidatorAndConfig", [account.address, permissionId])).to.deep.equal([
      zeroAddress,
      "0x",
    ]);
    // Enabled anew under its old id, it may do what it is granted now.
    await enableMade({ session: { ...made.session, actions: [action(decrement, sudo.encode())] } });
    expectRefused(await use(permissionId), {
      layer: "SmartSession",
      code: "NoPoliciesSet",
      rule: "action",
      args: { permissionId },
    });
    return "fixed";
  });

  finding("Cantina 0826 H3.1.5", async (scene) => {
    const { world, harness, account, counter, compile, make, enableMade, managing, read } = scene;
    const change = full(scene);
    const sessions = [1, 2, 3].map(() => make({ ...change, salt: compile().session.salt }));
    await enableMade(...sessions);
    const [first, ...others] = sessions;
    const left = async ({ permissionId }: (typeof sessions)[number]) => {
      const actions = await Promise.all(
        change.actions.flatMap(({ actionTargetSelector, actionPolicies }) =>
          actionPolicies.map(({ policy }) => {
            const actionId = toActionId(counter.address, actionTargetSelector);
            return read("isActionPolicyEnabled", [account.address, permissionId, actionId, policy]);
          }),
        ),
      );
      return {
        enabled: await read("isPermissionEnabled", [permissionId, account.address]),
        userOpPolicies: (await read("getUserOpPolicies", [account.address, permissionId])).length,
        actions: (await read("getEnabledActions", [account.address, permissionId])).length,
        actionPolicies: actions.filter(Boolean).length,
      };
    };
    const all = { enabled: true, userOpPolicies: 3, actions: 5, actionPolicies: 15 };
    const nothing = { enabled: false, userOpPolicies: 0, actions: 0, actionPolicies: 0 };
    if (first === undefined) expect.fail("there are three");
    await expectAccepted(
      world,
      await harness.execute(account, [managing("removeSession", [first.permissionId])]),
    );
    expect(await left(first)).to.deep.equal(nothing);
    for (const other of others) expect(await left(other)).to.deep.equal(all);

    await expectAccepted(world, await harness.uninstall(account));
    for (const session of sessions) expect(await left(session)).to.deep.equal(nothing);
    return "fixed";
  });

  finding("Cantina 0826 M3.2.3", async (scene) => {
    const { world, harness, account, smartSession, make, compile, enableMade, managing } = scene;
    const install = account.encodeInstall(smartSession, world.release.encodeInstallData([]));
    const sessions = (count: number) =>
      Array.from({ length: count }, () => make({ salt: compile().session.salt }));
    const gasOfUninstalling = async (count: number) => {
      await enableMade(...sessions(count));
      const { gasUsed } = await expectAccepted(world, await harness.uninstall(account));
      await expectAccepted(world, await harness.execute(account, [install]));
      return gasUsed;
    };
    const [few, many] = [await gasOfUninstalling(2), await gasOfUninstalling(8)];
    expect(Number(many)).to.be.greaterThan(2 * Number(few));

    // A session that outlives the module, as after an uninstall that ran out of gas.
    await expectAccepted(world, await harness.uninstall(account));
    const [left] = sessions(1);
    if (left === undefined) expect.fail("there is one");
    await enableMade(left);
    await expectReverted(world, await harness.execute(account, [install]), {
      layer: "SmartSession",
      code: "SmartSessionModuleAlreadyInstalled",
      args: { account: account.address },
    });
    await expectAccepted(
      world,
      await harness.execute(account, [managing("removeSession", [left.permissionId]), install]),
    );
    return "fixed";
  });

  finding("Cantina 0826 L3.3.10", async (scene) => {
    const { world, harness, account, counter, make, action, enableMade, managing, read } = scene;
    const uses = usageLimit.encode({ limit: 9n });
    const made = make({ actions: [action(increment, sudo.encode(), uses)] });
    await enableMade(made);
    const { permissionId } = made;
    const actionId = toActionId(counter.address, increment);
    const disable = async (policy: typeof sudo.address) => {
      const call = managing("disableActionPolicies", [permissionId, actionId, [policy]]);
      const { logs } = await expectAccepted(world, await harness.execute(account, [call]));
      return parseEventLogs({ abi: managementAbi, eventName: "ActionIdDisabled", logs: [...logs] }).map(
        ({ args }) => args,
      );
    };
    const isListed = () => read("isActionIdEnabled", [account.address, permissionId, actionId]);
    expect(await disable(uses.policy)).to.deep.equal([]);
    expect(await isListed()).to.equal(true);
    expect(await disable(sudo.address)).to.deep.equal([
      { permissionId, actionId, smartAccount: account.address },
    ]);
    expect(await isListed()).to.equal(false);
    expect(await read("getEnabledActions", [account.address, permissionId])).to.deep.equal([]);
    return "fixed";
  });

  finding("Cantina 0826 L3.3.2", async ({ account, make, action, enableMade, read }) => {
    const made = make();
    const { permissionId } = made;
    const of = async (policies: readonly ReturnType<typeof sudo.encode>[]) => [
      await read("areUserOpPoliciesEnabled", [account.address, permissionId, policies]),
      await read("areERC1271PoliciesEnabled", [account.address, permissionId, policies]),
      await read("areActionsEnabled", [
        account.address,
        permissionId,
        policies.length === 0 ? [] : [action(increment, ...policies)],
      ]),
    ];
    expect(await of([])).to.deep.equal([true, true, true]);
    expect(await of([sudo.encode()])).to.deep.equal([false, false, false]);
    await enableMade(made);
    expect(await of([])).to.deep.equal([true, true, true]);
    expect(await of([sudo.encode()])).to.deep.equal([false, false, true]);
    return "fixed";
  });

  finding("Cantina 0826 I3.5.7", async ({ account, make, action, enableMade, read }) => {
    const [one, other] = [sudo.encode(), usageLimit.encode({ limit: 1n })];
    const made = make({ userOpPolicies: [one], actions: [action(increment, one)] });
    await enableMade(made);
    const [of, both] = [[account.address, made.permissionId] as const, [one, other]];
    expect(await read("areUserOpPoliciesEnabled", [...of, [one]])).to.equal(true);
    expect(await read("areUserOpPoliciesEnabled", [...of, both])).to.equal(false);
    expect(await read("areActionsEnabled", [...of, [action(increment, one)]])).to.equal(true);
    expect(await read("areActionsEnabled", [...of, [action(increment, ...both)]])).to.equal(false);
    return "fixed";
  });

  finding("Renascence v1 I-2", async (scene) => {
    const { world, release, harness, account, make, enableMade, managing } = scene;
    const made = make({ userOpPolicies: [sudo.encode()] });
    const { permissionId } = made;
    await enableMade(made);
    const disabled = async (policy: typeof sudo.address) => {
      const call = managing("disableUserOpPolicies", [permissionId, [policy]]);
      const { logs } = await expectAccepted(world, await harness.execute(account, [call]));
      return parseEventLogs({ abi: managementAbi, eventName: "PolicyDisabled", logs: [...logs] }).map(
        ({ args }) => args.policy,
      );
    };
    expect(await disabled(usageLimit.address)).to.deep.equal(release === "v1" ? [] : [usageLimit.address]);
    expect(await disabled(sudo.address)).to.deep.equal([sudo.address]);
    return release === "v1" ? "fixed" : "still so";
  });
});
