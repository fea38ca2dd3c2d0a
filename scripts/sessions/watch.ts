import { dirname, join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";
import {
  alertLine,
  alertText,
  findBlock,
  HarnessError,
  keyFolder,
  openWatchJournal,
  openWorld,
  readAlertRules,
  readSessionFiles,
  type WatchEvent,
  watchSessions,
} from "../../src/index.ts";
import { fromHere } from "../fromHere.ts";
import { openChain } from "../openChain.ts";
import { untilInterrupted } from "../untilInterrupted.ts";
import { type AccountChoice, chooseAccounts, parseAccounts } from "./chooseAccounts.ts";
import { lockFolder } from "./lockFolder.ts";
import { keyRoot } from "./openAccount.ts";
import { runCommand } from "./runCommand.ts";

interface Options extends AccountChoice {
  readonly rules: string;
  readonly from: string | undefined;
  readonly state: string | undefined;
  readonly once: boolean;
}

/** What `--once` ends with where alerts were raised. */
const raisedCode = 2;

/** `sessions watch RULES [ACCOUNTS…]`: raises alerts by rules, block by block, until a signal ends it. */
export default async function watch(options: Options, hre: HardhatRuntimeEnvironment): Promise<void> {
  await runCommand("sessions watch", { json: false }, async ({ progress, stops }) => {
    const rules = readAlertRules(fromHere(options.rules));
    parseAccounts(options);
    const chain = await openChain(hre, progress);
    await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
    const world = await openWorld(chain.provider);
    const { accounts, known } = chooseAccounts(hre, world, options);
    const fromBlock = options.from === undefined ? undefined : await findBlock(world, "from", options.from);
    for (const { files } of known) for (const { shortMessage } of files.damaged) say(`! ${shortMessage}`);

    const root = keyRoot(hre);
    const folder =
      options.state === undefined
        ? join(dirname(root), "session-alerts", chain.key)
        : fromHere(options.state);
    const lost = new AbortController();
    stops.push(await lockFolder(folder, (error) => lost.abort(error)));
    const journal = openWatchJournal(folder);
    const whose = accounts === undefined ? "every account" : accounts.join(", ");
    say(`watching ${whose} by ${rules.rules.length} rules; alerts in ${journal.alertsFile}`);
    if (journal.state && fromBlock !== undefined) say("--from is for the first start: it is left out");

    const { raised } = await untilInterrupted(new Error("interrupted"), (interrupted) =>
      watchSessions(world, {
        rules,
        journal,
        accounts,
        surveyed: accounts ?? known.map(({ account }) => account),
        filesOf: (account: Address) => readSessionFiles(keyFolder(world, account, root)).sessions,
        fromBlock,
        once: options.once,
        signal: AbortSignal.any([interrupted, lost.signal]),
        onAlert(alert) {
          console.log(alertLine(alert));
          process.stderr.write(`${alertText(alert)}\n`);
        },
        onEvent: (event) => say(eventText(event)),
      }),
    );
    if (lost.signal.aborted) throw lost.signal.reason;
    say(`ended; ${raised} alert${raised === 1 ? "" : "s"} raised`);
    if (options.once && raised > 0) process.exitCode = raisedCode;
    return true;
  });
}

const say = (text: string) => process.stderr.write(`sessions watch: ${text}\n`);

function eventText(event: WatchEvent): string {
  switch (event.type) {
    case "begun":
      return event.isFirst
        ? `begins at block ${event.fromBlock}`
        : `goes on from block ${event.fromBlock}, where it is settled what was read`;
    case "unreachable": {
      const { error } = event;
      const reason =
        error instanceof HarnessError ? error.shortMessage : (error.message.split("\n")[0] ?? "");
      return `the chain does not answer, and is asked again until it does: ${reason}`;
    }
    case "reachable":
      return "the chain answers again";
    case "reorganised":
      return `the chain was reorganised; reading again from block ${event.fromBlock}`;
  }
}
