import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  type CreateReport,
  createReport,
  createSessions,
  describeCreation,
  estimateCreate,
  planCreate,
  readSessionsFile,
  toJson,
} from "../../src/index.ts";
import { fromHere } from "../fromHere.ts";
import { findTargets } from "./findTargets.ts";
import { openAccount } from "./openAccount.ts";
import { openMeans } from "./openMeans.ts";
import type { KeyOptions, SendOptions } from "./options.ts";
import { runCommand } from "./runCommand.ts";

type Options = SendOptions & KeyOptions & { readonly file: string; readonly split: boolean };

/** `sessions create FILE`: a batch of sessions in one operation, each with a fresh key that is kept encrypted. */
export default async function create(
  { file, split, ...options }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runCommand("sessions create", options, async ({ progress, stops }) => {
    const { entries } = readSessionsFile(fromHere(file));
    const { dryRun } = options;
    const passphraseNeeded = dryRun ? undefined : ("seal" as const);
    const needs = { ownerSigns: !dryRun, sends: true, passphrase: passphraseNeeded };
    const opened = await openAccount(hre, options, needs, progress);
    const { network, sessions, files, passphrase } = opened;
    for (const error of files.damaged) throw error; // its name may be one of these
    const found = await findTargets(hre, opened, progress);
    const plan = await planCreate(sessions, files.sessions, { entries, network, ...found });
    const means = await openMeans(hre, opened, options.paymasterUrl, stops);
    const report: CreateReport = dryRun
      ? { plan, estimated: await estimateCreate(sessions, means, plan) }
      : {
          plan,
          created: await createSessions(sessions, means, plan, {
            passphrase: async () => (await passphrase?.()) ?? "",
            split,
            onProgress: progress,
          }),
        };
    const { address, kind } = sessions.account;
    const result = { network, account: { address, kind }, dryRun, ...describeCreation(report) };
    console.log(options.json ? toJson(result) : createReport(report));
    if (report.created) return report.created.left.length === 0;
    const { estimated } = report;
    return estimated === undefined || estimated.reason === undefined || (split && estimated.count > 0);
  });
}
