import { dirname, join } from "node:path";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";
import {
  AlertOutputError,
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
import { printLine } from "../printLine.ts";
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

/** How long the process may go on that has ended its work, in milliseconds. */
const exitDelay = 500;
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
    const lock = await lockFolder(folder, (error) => lost.abort(error));
    stops.push(lock.release);
    const journal = openWatchJournal(folder, lock.demand);
    const whose = accounts === undefined ? "every account" : accounts.join(", ");
    say(`watching ${whose} by ${rules.rules.length} rules; alerts in ${journal.alertsFile}`);
    if ((journal.state || journal.begun) && fromBlock !== undefined) {
      say("--from is for the first start: it is left out");
    }

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
        async onAlert(alert) {
          await printLine(alertLine(alert)).catch((cause) => {
            throw new AlertOutputError({ reason: cause.code ?? cause.message, cause });
          });
          console.error(alertText(alert));
        },
        onEvent: (event) => say(eventText(event)),
      }),
    );
    if (lost.signal.aborted) throw lost.signal.reason;
    say(`ended; ${raised} alert${raised === 1 ? "" : "s"} raised`);
    if (options.once && raised > 0) process.exitCode = raisedCode;
    // A request that nobody answers would keep the process until it is given up.
    setTimeout(process.exit, exitDelay).unref();
    return true;
  });
}

// Unlike the stream's own, console's writing is nothing that an end of whoever reads it would break.
const say = (text: string) => console.error(`sessions watch: ${text}`);

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
    case "behind":
      return event.lacking === undefined
        ? `no new block for minutes: the chain's latest is ${event.head} still`
        : `the chain's latest block is ${event.head}, and block ${event.lacking} was read and is settled: the RPC's node is late, or the chain is another`;
  }
}
