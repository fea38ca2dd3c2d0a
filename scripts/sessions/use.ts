import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  describeStatus,
  estimate,
  openKey,
  predictUse,
  readOwnStatuses,
  toJson,
  toSessionAccount,
  type UseReport,
  useReport,
  useSession,
} from "../../src/index.ts";
import { findFile } from "./findFile.ts";
import { findTargets } from "./findTargets.ts";
import { openAccount } from "./openAccount.ts";
import { openMeans } from "./openMeans.ts";
import type { KeyOptions, SendOptions } from "./options.ts";
import { readCalls, type WrittenCalls } from "./readCalls.ts";
import { runCommand } from "./runCommand.ts";

type Options = SendOptions &
  KeyOptions &
  WrittenCalls & {
    readonly name: string;
    readonly force: boolean;
  };

/** `sessions use NAME FUNCTION ARGS…`: predicts, sends, and tells what became of it. */
export default async function use(options: Options, hre: HardhatRuntimeEnvironment): Promise<void> {
  await runCommand("sessions use", options, async ({ progress, stops }) => {
    const { dryRun } = options;
    const passphraseNeeded = dryRun ? undefined : ("open" as const);
    const needs = { ownerSigns: false, sends: true, passphrase: passphraseNeeded };
    const opened = await openAccount(hre, options, needs, progress);
    const { network, world, sessions, files, passphrase } = opened;
    const file = await findFile(sessions, files.sessions, options.name);
    const { targets } = await findTargets(hre, opened, progress);
    const calls = readCalls(options, file, { account: sessions.account.address, targets, network });
    const means = await openMeans(hre, opened, options.paymasterUrl, stops);
    const { account } = sessions;
    let report: UseReport;
    if (dryRun) {
      const { permissionId, session, key: signer } = file;
      const paymaster = means.paymasterService !== undefined;
      const prediction = await predictUse(world, {
        account,
        permissionId,
        session,
        signer,
        calls,
        paymaster,
      });
      const stub = toSessionAccount(world, account, file, account.owner);
      const nonce = await stub.getNonce();
      report = { prediction, estimated: await estimate(sessions, means, { signer: stub, nonce, calls }) };
    } else {
      const key = openKey(file, (await passphrase?.()) ?? "");
      progress(options.force ? "sending" : "sending, if it is not predicted to be refused");
      report = await useSession(sessions, means, { file, calls, force: options.force }, key);
    }
    const [status] = await readOwnStatuses(sessions, [file]);
    const { address, kind } = account;
    const session = status && describeStatus(status);
    const result = { network, account: { address, kind }, dryRun, ...report, session };
    console.log(options.json ? toJson(result) : useReport(report, status));
    if (dryRun) {
      return report.prediction?.status !== "rejected" && report.estimated?.status !== "rejected";
    }
    // Nothing was sent because the same use took effect before: that is what was asked for.
    const isDone = !report.prediction && report.interrupted?.some(({ result }) => result === "took effect");
    return report.outcome?.status === "accepted" || isDone === true;
  });
}
