import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  callsThatRevoke,
  estimate,
  type FoundSession,
  findSessions,
  InvalidInputError,
  planRevoke,
  type RevokeReport,
  readStatuses,
  revokeReport,
  revokeSessions,
  toJson,
} from "../../src/index.ts";
import { type OpenedAccount, openAccount } from "./openAccount.ts";
import { openMeans } from "./openMeans.ts";
import type { SendOptions } from "./options.ts";
import { runCommand } from "./runCommand.ts";

type Options = SendOptions & { readonly names: readonly string[]; readonly all: boolean };

/** `sessions revoke NAME…`: ends sessions for good, and asks the chain whether they are gone. */
export default async function revoke(
  { names, all, ...options }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runCommand("sessions revoke", options, async ({ progress, stops }) => {
    checkNames(names, all);
    const { dryRun } = options;
    const opened = await openAccount(hre, options, { ownerSigns: !dryRun, sends: true }, progress);
    const { network, sessions, files } = opened;
    const found = all ? await findAll(opened) : await findSessions(sessions, files.sessions, names);
    const plan = await planRevoke(sessions, found);
    const means =
      plan.toRevoke.length > 0 ? await openMeans(hre, opened, options.paymasterUrl, stops) : undefined;
    const operation = {
      signer: sessions.account.smartAccount,
      nonce: plan.nonce,
      calls: callsThatRevoke(sessions, plan.toRevoke),
    };
    const report: RevokeReport = {
      plan,
      estimated: means && dryRun ? await estimate(sessions, means, operation) : undefined,
      revoked: means && !dryRun ? await revokeSessions(sessions, means, plan, progress) : undefined,
    };
    const { address, kind } = sessions.account;
    const brief = (some: readonly FoundSession[]) =>
      some.map(({ name, permissionId }) => ({ name, permissionId }));
    const result = {
      network,
      account: { address, kind },
      dryRun,
      revoked: brief(report.revoked?.revoked ?? []),
      left: brief(report.revoked?.left ?? (dryRun ? plan.toRevoke : [])),
      already: brief(plan.revoked),
      outcomes: report.revoked?.outcomes ?? [],
      estimated: report.estimated,
    };
    console.log(options.json ? toJson(result) : revokeReport(report));
    return (report.revoked?.left.length ?? 0) === 0 && report.estimated?.status !== "rejected";
  });
}

/** Every session that is enabled, those of others too. */
async function findAll({ sessions, files }: Pick<OpenedAccount, "sessions" | "files">) {
  const statuses = await readStatuses(sessions, files.sessions);
  return statuses
    .filter(({ onChain }) => onChain.enabled)
    .map(
      ({ permissionId, file }): FoundSession => ({ permissionId, file, name: file?.name ?? permissionId }),
    );
}

function checkNames(names: readonly string[], all: boolean): void {
  if (all !== names.length > 0) return;
  throw new InvalidInputError([
    all
      ? { field: "all", value: "(given)", problem: "is given beside names", remedy: "Leave one of them out." }
      : {
          field: "names",
          value: "(nothing)",
          problem: "are missing",
          remedy: "Give the names of sessions, or their permission ids; or --all.",
        },
  ]);
}
