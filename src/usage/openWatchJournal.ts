import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import writeFileAtomic from "write-file-atomic";
import { WatchFolderError } from "../errors/usage.ts";
import { makeFolder } from "../keys/makeFolder.ts";
import { reasonOf } from "../keys/rewriteSessionFile.ts";
import type { Alert } from "./Alert.ts";
import { stateSchema, stateText } from "./watch/stateSchema.ts";
import type { WatchState } from "./watch/WatchState.ts";

/** What a watch keeps: how far it has read, and what it has raised. */
export interface WatchJournal {
  /** The folder. */
  readonly folder: string;
  /** The file of the alerts. */
  readonly alertsFile: string;
  /** What was saved last; undefined where nothing was. */
  readonly state: WatchState | undefined;
  /** Whether an alert was raised, ever. */
  has(id: Hex): boolean;
  /** Writes down alerts, a line of JSON each: they are on the disk when this returns. */
  append(alerts: readonly Alert[]): void;
  /** Writes down how far was read: whole or not at all. */
  save(state: WatchState): void;
}

/**
 * Opens the folder in which a watch keeps what it has read (`state.json`) and raised (`alerts.jsonl`), for nobody else to
 * read. A last line that was cut short, when a process or the machine ended in its middle, is cut off: its alert is raised anew.
 *
 * @param folder The folder; it need not be there. One watch at a time may use it, which is for the caller to hold.
 * @returns What it keeps.
 * @throws WatchFolderError where it cannot be read or written, or holds something else.
 */
export function openWatchJournal(folder: string): WatchJournal {
  const alertsFile = join(folder, "alerts.jsonl");
  const stateFile = join(folder, "state.json");
  const fail = (problem: string, remedy: string, cause?: unknown) =>
    new WatchFolderError({ folder, problem, remedy, cause });
  const writing = <Result>(act: () => Result): Result => {
    try {
      return act();
    } catch (cause) {
      if (cause instanceof WatchFolderError) throw cause;
      const remedy = "Make it writable for you, see that there is room on the disk, and start again.";
      throw fail(`cannot be written or read (${reasonOf(cause)})`, remedy, cause);
    }
  };

  const raised = writing(() => {
    makeFolder(folder);
    return readRaised(alertsFile, (line) =>
      fail(
        `has a line ${line} in alerts.jsonl that is no alert`,
        "Take that line out, or move the file away: then what is not settled yet is raised once more.",
      ),
    );
  });
  const state = writing(() => {
    if (!existsSync(stateFile)) return undefined;
    const read = stateSchema.safeParse(parsed(readFileSync(stateFile, "utf8")));
    if (read.success) return read.data;
    const remedy =
      "Move state.json away: the watch begins anew, and knows by alerts.jsonl what it has raised.";
    throw fail("has a state.json that is not as it was written", remedy);
  });

  return {
    folder,
    alertsFile,
    state,
    has: (id) => raised.has(id),
    append(alerts) {
      if (alerts.length === 0) return;
      const text = alerts.map((alert) => `${alertLine(alert)}\n`).join("");
      writing(() => appendFileSync(alertsFile, text, { mode: 0o600, flush: true }));
      for (const { id } of alerts) raised.add(id);
    },
    save: (saved) => writing(() => writeFileAtomic.sync(stateFile, stateText(saved), { mode: 0o600 })),
  };
}

/**
 * An alert as a line of JSON, bigints as decimal digits.
 *
 * @param alert The alert.
 * @returns The line, without its end.
 */
export const alertLine = (alert: Alert): string =>
  JSON.stringify(alert, (_, one) => (typeof one === "bigint" ? String(one) : one));

function readRaised(file: string, notAnAlert: (line: number) => WatchFolderError): Set<Hex> {
  if (!existsSync(file)) return new Set();
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole < bytes.length) truncateSync(file, whole);
  const lines = bytes.toString("utf8", 0, whole).split("\n").slice(0, -1);
  return new Set(
    lines.map((text, index) => {
      const { id } = (parsed(text) ?? {}) as { readonly id?: unknown };
      if (typeof id !== "string") throw notAnAlert(index + 1);
      return id as Hex;
    }),
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
