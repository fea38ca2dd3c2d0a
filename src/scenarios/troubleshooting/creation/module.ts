import { encodeFunctionData, type Hex } from "viem";
import { erc7579AccountAbi } from "../../../abis/erc7579AccountAbi.ts";
import type { AccountKind } from "../../../account/Account.ts";
import type { ExpectedEnd } from "../Attempt.ts";
import { accepted, refused, undone } from "../ends.ts";
import type { Scenario } from "../Scenario.ts";

/** ERC-7579's module type of an executor. */
const executor = 2n;

const moduleNotInstalled: Scenario = {
  id: "module-not-installed",
  group: "creation",
  title: "The module is not installed",
  symptom: "enableSessions succeeded, the chain says the session is enabled, and every use is refused.",
  cause:
    "SmartSession notes sessions for whoever asks. The account asks it only when it is installed as a validator, and it is not.",
  remedy: "Revoke the sessions that were enabled without it, install the module, then enable.",
  diagnosis: { rule: "moduleInstalled", doctor: "moduleInstalled" },

  async play({ harness, account, compile, install, enable, must, use }) {
    const session = compile();
    await enable(session);
    return {
      attempt: await use(refused("account", "module not installed", "moduleInstalled"), session),
      async mend() {
        const next = compile();
        await must("revoking", harness.revoke(account, session));
        await install();
        await enable(next);
        return use(accepted, next);
      },
    };
  },
};

const moduleAfterSessions: Scenario = {
  id: "module-after-sessions",
  group: "creation",
  title: "Sessions were enabled before the module was installed",
  symptom: "Installing the module fails, on an account that does not have it.",
  cause:
    "SmartSession refuses to be installed where the account has sessions already: SmartSessionModuleAlreadyInstalled.",
  remedy: "Revoke the sessions that are there, install the module, then enable.",
  diagnosis: { rule: "execution", doctor: "moduleInstalled" },
  notOn: ["startale"], // it does not tell a module that is given no data

  async play({ harness, world, account, smartSession, compile, enable, must, byOwner, installed }) {
    const session = compile();
    await enable(session);
    const installing = {
      calls: [account.encodeInstall(smartSession, world.release.encodeInstallData([]))],
      effect: installed(),
    };
    return {
      attempt: await byOwner(undone("SmartSession", "SmartSessionModuleAlreadyInstalled"), installing, {
        session,
      }),
      async mend() {
        await must("revoking", harness.revoke(account, session));
        return byOwner(accepted, installing);
      },
    };
  },
};

const moduleTwice: Scenario = {
  id: "module-twice",
  group: "creation",
  title: "The module is installed a second time",
  symptom: "The app installs the module at each start. The first time it worked, now the operation fails.",
  cause: "The account has the module in its list already: LinkedList_EntryAlreadyInList.",
  remedy: "Ask the account first (isModuleInstalled), and leave the installation out where it says yes.",
  diagnosis: { rule: "execution" },
  notOn: ["kernel"], // it installs it anew

  async play({ world, account, smartSession, compile, install, byOwner, installed, enabled }) {
    await install();
    const again = [account.encodeInstall(smartSession, world.release.encodeInstallData([]))];
    const session = compile();
    return {
      attempt: await byOwner(undone("account", "LinkedList_EntryAlreadyInList"), {
        calls: again,
        effect: installed(),
      }),
      mend: () =>
        byOwner(accepted, {
          calls: [world.release.encodeEnable([session.session])],
          effect: enabled(session),
        }),
    };
  },
};

const moduleAsExecutor: Scenario = {
  id: "module-as-executor",
  group: "creation",
  title: "The module is installed as an executor",
  symptom:
    "The guide's installModule, with type executor and init data 0x, fails. On a Safe7579 it succeeds, and every use is refused.",
  cause:
    "SmartSession is a validator (ERC-7579 type 1). Asked whether it is an executor (type 2) it says no; a Safe7579 does not ask.",
  remedy: "Install it as a validator: installModule(1, smartSession, initData), or harness.install.",
  diagnosis: { rule: "execution" },

  async play({ world, account, smartSession, deploy, byOwner, installed }) {
    await deploy();
    const data = encodeFunctionData({
      abi: erc7579AccountAbi,
      functionName: "installModule",
      args: [executor, smartSession, "0x"],
    });
    const ends: Partial<Record<AccountKind, ExpectedEnd>> = {
      safe7579: accepted, // it does not ask the module what it is
      kernel: undone("account", "no data"),
    };
    return {
      attempt: await byOwner(ends[account.kind] ?? undone("account", "MismatchModuleTypeId"), {
        calls: [{ to: account.address, data }],
        effect: { ...installed(), changes: false },
      }),
      mend: () =>
        byOwner(accepted, {
          calls: [account.encodeInstall(smartSession, world.release.encodeInstallData([]))],
          effect: installed(),
        }),
    };
  },
};

const wrongInstallData: Scenario = {
  id: "wrong-install-data",
  group: "creation",
  title: "The module's init data is wrong",
  symptom: "Installing the module with sessions fails; without any it works.",
  cause:
    "onInstall takes nothing, or a mode byte and the encoded sessions. This was encoded for another release, or without the mode.",
  remedy:
    "Have the release encode it: harness.install(account, sessions), or install with 0x and enable afterwards.",
  diagnosis: { rule: "execution" },

  async play({ world, account, smartSession, deploy, byOwner, installed }) {
    await deploy();
    const installing = (data: Hex, expected = accepted) =>
      byOwner(expected, { calls: [account.encodeInstall(smartSession, data)], effect: installed() });
    const code = world.release.name === "beta" ? "InvalidData" : "InvalidMode";
    return {
      attempt: await installing("0x00", undone("SmartSession", code)),
      mend: () => installing(world.release.encodeInstallData([])),
    };
  },
};

/** The module's installation. */
export const moduleScenarios: readonly Scenario[] = [
  moduleNotInstalled,
  moduleAfterSessions,
  moduleTwice,
  moduleAsExecutor,
  wrongInstallData,
];
