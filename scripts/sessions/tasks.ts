import { emptyTask, task } from "hardhat/config";
import type { NewTaskDefinitionBuilder, TaskArguments } from "hardhat/types/tasks";
import { json, text } from "../taskOptions.ts";
import {
  type AccountOptions,
  accountOptions,
  dryRun,
  type KeyOptions,
  keyOptions,
  type SendOptions,
  sendOptions,
} from "./options.ts";

/** `sessions …`, as Hardhat's tasks. */
export const sessionsTasks = [
  emptyTask("sessions", "Session keys: what they may do, and what they are refused").build(),
  task(["sessions", "demo"], "Shows a session's whole life on a local chain, and every refusal on the way")
    .addOption({
      ...text,
      name: "account",
      description: "The kind of account: safe7579, nexus, kernel, reference or startale (default: safe7579)",
    })
    .addOption({ ...text, name: "target", description: "A Counter on the chain (default: deploys one)" })
    .addOption({
      ...text,
      name: "function",
      description: "The function granted: increment() or decrement(), by name, signature or selector",
    })
    .addOption({
      ...text,
      name: "value",
      description: "Wei to send with each call (default: 0; the Counter refuses any other)",
    })
    .addOption({ ...text, name: "validAfter", description: "Unix seconds (default: in a minute)" })
    .addOption({
      ...text,
      name: "validUntil",
      description: "Unix seconds (default: an hour after --valid-after)",
    })
    .addOption({ ...text, name: "maxUses", description: "Calls, 2 to 50 (default: 3)" })
    .addFlag(json)
    .setAction(() => import("./demo.ts"))
    .build(),
  task(
    ["sessions", "prove"],
    "Proves the permissions of a file on a simulated chain: uses, and attacks on each field",
  )
    .addPositionalArgument({ name: "file", description: "A sessions file, see docs/prove.md" })
    .addOption({ ...text, name: "account", description: "The kind of account (default: safe7579)" })
    .addFlag(json)
    .setAction(() => import("./prove.ts"))
    .build(),
  task(["sessions", "scenarios"], "Lists the trouble that users have with sessions, each to be reproduced")
    .addFlag(json)
    .setAction(() => import("./scenarios.ts"))
    .build(),
  task(
    ["sessions", "reproduce"],
    "Plays a trouble on a simulated chain: what goes wrong, what finds it, and that the remedy helps",
  )
    .addPositionalArgument({ name: "id", description: "Its name, of those that sessions scenarios lists" })
    .addOption({ ...text, name: "account", description: "The kind of account (default: safe7579)" })
    .addFlag(json)
    .setAction(() => import("./reproduce.ts"))
    .build(),
  task(["sessions", "lint"], "Finds what is wrong or unwise in a sessions file, before anything is signed")
    .addPositionalArgument({ name: "file", description: "A sessions file, see docs/prove.md" })
    .addOption({ ...text, name: "address", description: "The account that the sessions are for" })
    .addOption({
      ...text,
      name: "sarif",
      description: "Write SARIF 2.1.0 to this file; - for standard output",
    })
    .addFlag(json)
    .setAction(() => import("./lint.ts"))
    .build(),
  task(["sessions", "schema"], "Prints the JSON Schema of sessions files, or of alert rules")
    .addFlag({ name: "alerts", description: "That of files of alert rules, which sessions watch reads" })
    .setAction(() => import("./schema.ts"))
    .build(),
  task(["sessions", "explain"], "Explains why an operation was refused, from the raw error or a hash")
    .addVariadicArgument({
      name: "input",
      description:
        "Revert data, an error's text or JSON, an operation, a receipt, a hash (default: standard input; what begins with a dash comes after --)",
      defaultValue: [],
    })
    .addOption({
      ...text,
      name: "bundler",
      description:
        "A bundler's URL, which knows operations that are not mined (default: the network's variable)",
    })
    .addFlag(json)
    .setAction(() => import("./explain.ts"))
    .build(),
  about<SendOptions>(
    "install",
    "Installs SmartSession on an account, and deploys the account where it is not there",
    sendOptions,
  )
    .addFlag({ name: "fund", description: "On a simulated chain: gives the account 10 ETH first" })
    .addFlag(dryRun)
    .setAction(() => import("./install.ts"))
    .build(),
  about<SendOptions>(
    "uninstall",
    "Takes SmartSession off an account, which ends all of its sessions",
    sendOptions,
  )
    .addFlag(dryRun)
    .setAction(() => import("./uninstall.ts"))
    .build(),
  about<SendOptions & KeyOptions>(
    "create",
    "Creates the sessions of a file in one operation, each with a fresh key",
    [...sendOptions, ...keyOptions],
  )
    .addPositionalArgument({ name: "file", description: "A sessions file, see docs/prove.md" })
    .addFlag({ name: "split", description: "Send several operations where one has no room for all" })
    .addFlag(dryRun)
    .setAction(() => import("./create.ts"))
    .build(),
  about<AccountOptions>(
    "list",
    "Lists an account's sessions, by the chain and the key files here together",
    accountOptions,
  )
    .setAction(() => import("./list.ts"))
    .build(),
  about<AccountOptions>(
    "show",
    "Shows what a session's key can really do, and what is left of its limits",
    accountOptions,
  )
    .addPositionalArgument({ name: "name", description: "A session's name, or its permission id" })
    .setAction(() => import("./show.ts"))
    .build(),
  about<SendOptions & KeyOptions>(
    "use",
    "Makes a call by a session's key: predicts, sends, and tells what became of it",
    [...sendOptions, ...keyOptions],
  )
    .addPositionalArgument({ name: "name", description: "A session's name, or its permission id" })
    .addVariadicArgument({
      name: "call",
      description: "The function (name, signature or selector) and its arguments",
      defaultValue: [],
    })
    .addOption({ ...text, name: "value", description: 'Native value: wei, or "0.05 ether" (default: 0)' })
    .addOption({
      ...text,
      name: "batch",
      description: "A JSON file of calls, [{ function, args, value, to }], in place of one",
    })
    .addFlag({ name: "force", description: "Send it although a refusal is predicted" })
    .addFlag({ ...dryRun, description: "Only predict and estimate; needs no key" })
    .setAction(() => import("./use.ts"))
    .build(),
  about<Omit<SendOptions, "dryRun"> & KeyOptions & { readonly address: string | undefined }>(
    "doctor",
    "Finds before an operation is sent why it would be refused: looks at all that it rests on",
    [
      ...sendOptions,
      {
        ...text,
        name: "passphraseFile",
        description:
          "A file with the keys' passphrase (default: SESSION_KEYS_PASSPHRASE, else none is opened)",
      },
      {
        ...text,
        name: "address",
        description: "An account on the chain, whoever owns it (default: the operation's sender)",
      },
    ],
  )
    .addPositionalArgument({
      name: "name",
      description: "A session's name, or its permission id (default: the account alone, or the operation's)",
      defaultValue: "",
    })
    .addVariadicArgument({
      name: "call",
      description: "The function (name, signature or selector) and its arguments",
      defaultValue: [],
    })
    .addOption({ ...text, name: "value", description: 'Native value: wei, or "0.05 ether" (default: 0)' })
    .addOption({
      ...text,
      name: "batch",
      description: "A JSON file of calls, [{ function, args, value, to }], in place of one",
    })
    .addOption({
      ...text,
      name: "operation",
      description: "A JSON file with the user operation (v0.7), in place of calls; - for standard input",
    })
    .setAction(() => import("./doctor.ts"))
    .build(),
  task(
    ["sessions", "watch"],
    "Follows what sessions do, and raises alerts by the rules of a file, a line of JSON each",
  )
    .addPositionalArgument({ name: "rules", description: "A file of alert rules, see docs/watch.md" })
    .addVariadicArgument({
      name: "accounts",
      description: "Addresses of accounts (default: those that this machine has key files of)",
      defaultValue: [],
    })
    .addFlag({ name: "all", description: "Every account of the chain" })
    .addOption({
      ...text,
      name: "from",
      description:
        "At the first start: the first block, or a time (ISO 8601), @ and Unix seconds (default: the next block)",
    })
    .addOption({
      ...text,
      name: "state",
      description: "The folder of what was read and raised (default: session-alerts/CHAIN beside the keys')",
    })
    .addFlag({
      name: "once",
      description: "End at the latest block: with 2 where alerts were raised, else 0",
    })
    .setAction(() => import("./watch.ts"))
    .build(),
  about<SendOptions>(
    "revoke",
    "Revokes sessions for good, and asks the chain whether they are gone",
    sendOptions,
  )
    .addVariadicArgument({
      name: "names",
      description: "Names of sessions, or permission ids",
      defaultValue: [],
    })
    .addFlag({ name: "all", description: "Every session that is enabled, those of others too" })
    .addFlag(dryRun)
    .setAction(() => import("./revoke.ts"))
    .build(),
  about<SendOptions & KeyOptions>(
    "rotate",
    "Gives a session a new key, and revokes the old one, in one operation",
    [...sendOptions, ...keyOptions],
  )
    .addPositionalArgument({ name: "name", description: "A session's name" })
    .addFlag(dryRun)
    .setAction(() => import("./rotate.ts"))
    .build(),
  task(["sessions", "analyze"], "Analyses what sessions were used for in a period, and what it cost")
    .addVariadicArgument({
      name: "accounts",
      description: "Addresses of accounts (default: those that there are key files of here, on this chain)",
      defaultValue: [],
    })
    .addFlag({ name: "all", description: "Every account of the chain" })
    .addOption({
      ...text,
      name: "from",
      description:
        "Where the period begins: a block, a time (ISO 8601), @ and Unix seconds (default: the chain's first)",
    })
    .addOption({ ...text, name: "to", description: "Where it ends, likewise (default: the chain's last)" })
    .addOption({
      ...text,
      name: "readFrom",
      description: "Read nothing before it: older sessions are not known then (default: the chain's first)",
    })
    .addOption({
      ...text,
      name: "checkpoint",
      description: "A file that keeps what was read: the next analysis goes on from there",
    })
    .addOption({ ...text, name: "csv", description: "Write a row for each session; - for standard output" })
    .addOption({ ...text, name: "html", description: "Write a page with charts; - for standard output" })
    .addFlag({ name: "noGas", description: "Measure no gas of owners' operations beside the sessions'" })
    .addFlag(json)
    .setAction(() => import("./analyze.ts"))
    .build(),
];

type Builder = NewTaskDefinitionBuilder;

/** A command about an account, with its options. */
function about<Options extends object>(
  name: string,
  description: string,
  options: readonly Parameters<Builder["addOption"]>[0][],
): NewTaskDefinitionBuilder<Options & TaskArguments> {
  const builder = options.reduce<Builder>(
    (built, option) => built.addOption(option) as unknown as Builder,
    task(["sessions", name], description),
  );
  return builder.addFlag(json) as unknown as NewTaskDefinitionBuilder<Options & TaskArguments>;
}
