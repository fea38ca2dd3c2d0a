import { expect } from "chai";
import { concat, type Hex, slice, zeroAddress } from "viem";
import { sudo } from "../../src/index.ts";
import { onEveryAccount } from "../helpers/accounts.ts";
import { increment } from "../helpers/counter.ts";
import { expectAccepted, expectReverted } from "../helpers/expectOutcome.ts";
import { undoneBy } from "../helpers/refusals.ts";
import { releaseOfRun } from "../helpers/releases.ts";
import { words } from "../helpers/words.ts";

/** `abi.encode` of an empty list. */
const emptyList = words(32n, 0n);

/** What SmartSession is given where it is installed: nothing, or sessions, written as the release has it. */
onEveryAccount("the data of an installation", ({ kind, scene, hiding }) => {
  /** An account that has been used, and installs the module with some data. */
  const installing = async () => {
    const built = await scene();
    const { world, harness, account, counter, make, smartSession, read } = built;
    const fresh = await harness.createAccount({ kind, owner: account.owner, salt: 5n });
    // A Safe7579 is itself only once its first operation has succeeded.
    await expectAccepted(world, await harness.execute(fresh, [counter.call(increment)]));
    const made = make();
    const given = world.release.encodeInstallData([made.session]);
    return {
      ...built,
      /** The session without the byte that v1 has before it. */
      session: world.release.name === "v1" ? slice(given, 1) : given,
      install: (data: Hex) => harness.execute(fresh, [fresh.encodeInstall(smartSession, data)]),
      became: async () => ({
        installed: await fresh.isInstalled(smartSession),
        enabled: await read("isPermissionEnabled", [made.permissionId, fresh.address]),
      }),
    };
  };
  const neither = { installed: false, enabled: false };

  it("enables nothing where there is none", async () => {
    const { world, install, became } = await installing();
    await expectAccepted(world, await install("0x"));
    expect(await became()).to.deep.equal({ installed: true, enabled: false });
  });

  const modes: readonly Hex[] = releaseOfRun() === "v1" ? ["0x01", "0x02"] : ["0x"];
  for (const mode of modes) {
    it(`enables the sessions that follow ${mode === "0x" ? "no mode, on the beta" : `the mode ${mode}`}`, async () => {
      const { world, install, session, became } = await installing();
      await expectAccepted(world, await install(concat([mode, session])));
      expect(await became()).to.deep.equal({ installed: true, enabled: true });
    });
  }

  const refused: Record<"v1" | "beta", readonly [string, (session: Hex) => Hex, string, object?][]> = {
    v1: [
      ["sessions without a mode", (session) => session, "InvalidMode"],
      ["sessions in USE mode", (session) => concat(["0x00", session]), "InvalidMode"],
      ["USE mode alone", () => "0x00", "InvalidMode"],
      [
        "sessions in a mode that there is not",
        (session) => concat(["0x03", session]),
        "Panic",
        { reason: 33n },
      ],
      ["a mode without sessions", () => "0x01", "InvalidData"],
      ["a mode and an empty list", () => concat(["0x01", emptyList]), "InvalidData"],
    ],
    beta: [
      ["sessions behind a mode, as v1 has them", (session) => concat(["0x01", session]), "InvalidData"],
      ["a mode alone", () => "0x01", "InvalidData"],
      ["an empty list", () => emptyList, "InvalidData"],
    ],
  };
  for (const [what, data, code, args = {}] of refused[releaseOfRun()]) {
    it(`refuses ${what}, and is not installed`, async () => {
      const { world, install, session, became } = await installing();
      await expectReverted(
        world,
        await install(data(session)),
        undoneBy(hiding, "SmartSession", code, { ...args }),
      );
      expect(await became()).to.deep.equal(neither);
    });
  }

  it("is not installed where one of its sessions is refused", async () => {
    const { world, make, action, install, became } = await installing();
    const wrong = make({ actions: [{ ...action(increment, sudo.encode()), actionTarget: zeroAddress }] });
    const data = world.release.encodeInstallData([make().session, wrong.session]);
    await expectReverted(world, await install(data), undoneBy(hiding, "SmartSession", "InvalidActionId"));
    expect(await became()).to.deep.equal(neither);
  });
});
