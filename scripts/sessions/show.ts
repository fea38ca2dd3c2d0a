import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  chainTime,
  describeStatus,
  findSessions,
  readStatuses,
  SessionNotFoundError,
  showReport,
  toJson,
} from "../../src/index.ts";
import { openAccount } from "./openAccount.ts";
import type { AccountOptions } from "./options.ts";
import { runCommand } from "./runCommand.ts";

/** `sessions show NAME`: what a session's key can really do, and what is left of its limits. */
export default async function show(
  { name, ...options }: AccountOptions & { readonly name: string },
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runCommand("sessions show", options, async ({ progress }) => {
    const needs = { ownerSigns: false, sends: false };
    const { network, world, sessions, files } = await openAccount(hre, options, needs, progress);
    const [found] = await findSessions(sessions, files.sessions, [name]);
    const all = await readStatuses(sessions, files.sessions);
    const status = all.find(({ permissionId }) => permissionId === found?.permissionId);
    if (!status) {
      const known = files.sessions.map((one) => one.name);
      throw new SessionNotFoundError({ name, account: sessions.account.address, known });
    }
    const now = await chainTime(world);
    const { address, kind } = sessions.account;
    const result = { network, account: { address, kind }, now, session: describeStatus(status) };
    console.log(options.json ? toJson(result) : showReport(status, now));
    return true;
  });
}
