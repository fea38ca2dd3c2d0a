import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  callsThatRotate,
  estimate,
  planRotate,
  type RotateReport,
  rotateReport,
  rotateSession,
  succeed,
  toJson,
} from "../../src/index.ts";
import { findFile } from "./findFile.ts";
import { openAccount } from "./openAccount.ts";
import { openMeans } from "./openMeans.ts";
import type { KeyOptions, SendOptions } from "./options.ts";
import { runCommand } from "./runCommand.ts";

type Options = SendOptions & KeyOptions & { readonly name: string };

/** `sessions rotate NAME`: a new key with the same permission, and the old one revoked, in one operation. */
export default async function rotate(
  { name, ...options }: Options,
  hre: HardhatRuntimeEnvironment,
): Promise<void> {
  await runCommand("sessions rotate", options, async ({ progress, stops }) => {
    const { dryRun } = options;
    const passphraseNeeded = dryRun ? undefined : ("open" as const);
    const needs = { ownerSigns: !dryRun, sends: true, passphrase: passphraseNeeded };
    const opened = await openAccount(hre, options, needs, progress);
    const { network, sessions, files, passphrase } = opened;
    const file = await findFile(sessions, files.sessions, name);
    const plan = await planRotate(sessions, files.sessions, file);
    const means = await openMeans(hre, opened, options.paymasterUrl, stops);
    if (!dryRun) progress(`giving ${plan.old.name} a new key`);
    const report: RotateReport = dryRun
      ? {
          plan,
          estimated: await estimate(sessions, means, {
            signer: sessions.account.smartAccount,
            nonce: plan.nonce,
            calls: callsThatRotate(
              sessions,
              plan.old,
              plan.successor ?? succeed(sessions, plan.old, sessions.account.owner.address),
            ),
          }),
        }
      : {
          plan,
          rotated: await rotateSession(sessions, means, plan, {
            passphrase: async () => (await passphrase?.()) ?? "",
          }),
        };
    const { address, kind } = sessions.account;
    const { rotated, estimated } = report;
    const result = {
      network,
      account: { address, kind },
      dryRun,
      name: plan.old.name,
      old: { permissionId: plan.old.permissionId, key: plan.old.key },
      successor: rotated && {
        permissionId: rotated.successor.permissionId,
        key: rotated.successor.key,
        file: rotated.successor.file,
      },
      interrupted: plan.done,
      outcome: rotated?.outcome,
      estimated,
    };
    console.log(options.json ? toJson(result) : rotateReport(report));
    return rotated?.outcome?.status !== "rejected" && estimated?.status !== "rejected";
  });
}
