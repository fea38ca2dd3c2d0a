import { emptyTask, task } from "hardhat/config";
import { json, text } from "../taskOptions.ts";

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
  task(["sessions", "schema"], "Prints the JSON Schema of sessions files")
    .setAction(() => import("./schema.ts"))
    .build(),
];
