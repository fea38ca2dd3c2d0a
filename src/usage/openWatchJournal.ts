import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Hex } from "viem";
import writeFileAtomic from "write-file-atomic";
import type { z } from "zod";
import { HarnessError } from "../errors/HarnessError.ts";
import { WatchFolderError } from "../errors/usage.ts";
import { makeFolder } from "../keys/makeFolder.ts";
import { reasonOf } from "../keys/rewriteSessionFile.ts";
import type { Alert } from "./Alert.ts";
import { openRaised, parsed } from "./watch/raisedAlerts.ts";
import { begunSchema, begunText, stateSchema, stateText } from "./watch/stateSchema.ts";
import type { WatchBegun, WatchState } from "./watch/WatchState.ts";

/** What a watch keeps: where it began, how far it has read, and what it has raised. */
export interface WatchJournal {
  /** The folder. */
  readonly folder: string;
  /** The file of the alerts. */
  readonly alertsFile: string;
  /** What was saved last; undefined where nothing was. */
  readonly state: WatchState | undefined;
  /** Where the watch began; undefined where it did not yet. It outlives a state that is lost. */
  readonly begun: WatchBegun | undefined;
  /** Whether an alert was raised, ever. */
  has(id: Hex): boolean;
  /** Writes down the alerts that were not raised yet: they are on the disk when this returns. Returns how many. */
  append(alerts: readonly Alert[]): number;
  /** Writes down how far was read: whole or not at all. */
  save(state: WatchState): void;
}

/**
 * Opens the folder in which a watch keeps where it began (`begun.json`), what it has read (`state.json`) and raised
 * (`alerts.jsonl`), for nobody else to read. A last line that was cut short, when a process or the machine ended in its middle, is
 * cut off: its alert is raised anew.
 *
 * @param folder The folder; it need not be there. One watch at a time may use it, which is for the caller to hold.
 * @param demandLock Is asked before anything is written, and throws where the folder is another's by now. Default: nothing.
 * @returns What it keeps.
 * @throws WatchFolderError where it cannot be read or written, or holds something else; what `demandLock` throws.
 */
export function openWatchJournal(folder: string, demandLock: () => void = () => {}): WatchJournal {
  const [alertsFile, stateFile, begunFile] = ["alerts.jsonl", "state.json", "begun.json"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const fail = (problem: string, remedy: string, cause?: unknown) =>
    new WatchFolderError({ folder, problem, remedy, cause });
  const writing = <Result>(act: () => Result): Result => {
    try {
      return act();
    } catch (cause) {
      if (cause instanceof HarnessError) throw cause;
      const remedy = "Make it writable for you, see that there is room on the disk, and start again.";
      throw fail(`cannot be written or read (${reasonOf(cause)})`, remedy, cause);
    }
  };
  const refuseLine = (line: number) =>
    fail(
      `has a line ${line} in alerts.jsonl that is no alert`,
      "Take that line out, or move the file away: then what is not settled yet is raised once more.",
    );
  const refuseState = (begun: WatchBegun | undefined) =>
    fail(
      "has a state.json that is not as it was written",
      begun
        ? `Move state.json away: all is read anew from block ${begun.since}, where the watch began, and what is in alerts.jsonl is not raised again.`
        : "Move state.json away, and give the block where the watch began: --from BLOCK. Sessions that were enabled since are told once more.",
    );

  const raised = writing(() => {
    makeFolder(folder);
    return openRaised(alertsFile, refuseLine);
  });
  const kept = writing(() => readAs(begunSchema, begunFile));
  const begun = kept === "damaged" ? undefined : kept;
  const state = writing(() => readAs(stateSchema, stateFile));
  if (state === "damaged") throw refuseState(begun);

  let isBegun = begun !== undefined;
  return {
    folder,
    alertsFile,
    state,
    begun,
    has: (id) => raised.has(id),
    append: (alerts) =>
      writing(() => {
        if (alerts.length === 0) return 0;
        demandLock();
        return raised.append(alerts);
      }),
    save: (saved) =>
      writing(() => {
        demandLock();
        if (!isBegun) writeFileAtomic.sync(begunFile, begunText(saved), { mode: 0o600 });
        isBegun = true;
        writeFileAtomic.sync(stateFile, stateText(saved), { mode: 0o600 });
      }),
  };
}

function readAs<Schema extends z.ZodType>(
  schema: Schema,
  file: string,
): z.output<Schema> | "damaged" | undefined {
  if (!existsSync(file)) return undefined;
  const read = schema.safeParse(parsed(readFileSync(file, "utf8")));
  return read.success ? read.data : "damaged";
}
