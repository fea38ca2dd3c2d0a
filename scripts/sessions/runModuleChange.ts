import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import {
  changeModule,
  describeStatus,
  estimate,
  InvalidInputError,
  type ModuleChange,
  moduleReport,
  planModule,
  setBalance,
  toJson,
  type World,
} from "../../src/index.ts";
import { openAccount } from "./openAccount.ts";
import { openMeans } from "./openMeans.ts";
import type { SendOptions } from "./options.ts";
import { runCommand } from "./runCommand.ts";

/** In wei; what a simulated chain gives an account that is funded. */
const funds = 10n ** 19n;

/**
 * Installs SmartSession on an account, or uninstalls it.
 *
 * @param hre Hardhat.
 * @param options What the command was given.
 * @param wanted What the account is to have.
 */
export async function runModuleChange(
  hre: HardhatRuntimeEnvironment,
  options: SendOptions & { readonly fund: boolean },
  wanted: "installed" | "uninstalled",
): Promise<void> {
  const name = wanted === "installed" ? "sessions install" : "sessions uninstall";
  await runCommand(name, options, async ({ progress, stops }) => {
    const needs = { ownerSigns: !options.dryRun, sends: true };
    const opened = await openAccount(hre, options, needs, progress);
    const { network, world, sessions, files } = opened;
    const { account } = sessions;
    if (options.fund && !options.dryRun) await fund(world, account.address);
    const plan = await planModule(sessions, files.sessions, wanted);
    const means =
      plan.calls.length > 0 ? await openMeans(hre, opened, options.paymasterUrl, stops) : undefined;
    const operation = { signer: account.smartAccount, nonce: plan.nonce, calls: plan.calls };
    const estimated = means && options.dryRun ? await estimate(sessions, means, operation) : undefined;
    const outcome =
      means && !options.dryRun ? await changeModule(sessions, means, plan, progress) : undefined;
    const change: ModuleChange = { wanted, plan, estimated, outcome };
    const { address, kind } = account;
    const result = {
      network,
      account: { address, kind },
      dryRun: options.dryRun,
      isDeployed: plan.isDeployed,
      isDone: plan.calls.length === 0,
      liveSessions: plan.live.map(describeStatus),
      estimated,
      outcome,
    };
    console.log(options.json ? toJson(result) : moduleReport(account, change));
    return outcome?.status !== "rejected" && estimated?.status !== "rejected";
  });
}

async function fund(world: World, address: `0x${string}`): Promise<void> {
  if (world.kind === "live") {
    throw new InvalidInputError([
      {
        field: "fund",
        value: "(given)",
        problem: "is for simulated chains alone, and this chain is live",
        remedy: `Send ETH to ${address}.`,
      },
    ]);
  }
  if ((await world.client.getBalance({ address })) < funds) await setBalance(world, address, funds);
}
