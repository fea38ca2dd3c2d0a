import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { chainTime, describeStatus, listReport, readStatuses, reconcile, toJson } from "../../src/index.ts";
import { openAccount } from "./openAccount.ts";
import type { AccountOptions } from "./options.ts";
import { runCommand } from "./runCommand.ts";

/** `sessions list`: an account's sessions, by chain and file together. */
export default async function list(options: AccountOptions, hre: HardhatRuntimeEnvironment): Promise<void> {
  await runCommand("sessions list", options, async ({ progress }) => {
    const needs = { ownerSigns: false, sends: false };
    const { network, world, sessions, files } = await openAccount(hre, options, needs, progress);
    const statuses = await readStatuses(sessions, files.sessions);
    const { damaged } = files;
    const now = await chainTime(world);
    const { address, kind } = sessions.account;
    const result = {
      network,
      account: { address, kind },
      now,
      sessions: statuses.map(describeStatus),
      damaged: damaged.map(({ file, shortMessage }) => ({ file, problem: shortMessage })),
    };
    console.log(options.json ? toJson(result) : listReport({ statuses, damaged, now }));
    reconcile(statuses);
    return damaged.length === 0;
  });
}
