import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
} from "node:fs";
import { type Hex, isHex } from "viem";
import type { Alert } from "../Alert.ts";

/** The alerts that were raised, as their file has them. */
export interface RaisedAlerts {
  has(id: Hex): boolean;
  /** Writes down those that are not there yet, a line of JSON each; returns how many. */
  append(alerts: readonly Alert[]): number;
}

/**
 * Opens the file of the alerts that were raised. A last line that was cut short is cut off; one that lacks its end alone is
 * given it.
 *
 * @param file Its path; it need not be there.
 * @param refuse Makes the error for a line that is no alert.
 * @returns The alerts.
 */
export function openRaised(file: string, refuse: (line: number) => Error): RaisedAlerts {
  const ids = new Set<Hex>();
  let lines = 0;
  /** Up to where the file was read, in bytes. */
  let read = 0;

  const take = (text: string) => {
    for (const line of text.split("\n").slice(0, -1)) {
      const id = idOf(line);
      lines++;
      if (!id) throw refuse(lines);
      ids.add(id);
    }
    read += Buffer.byteLength(text);
  };
  /** Another process may have written into it, while this one stood still. */
  const takeNew = () => {
    const { size } = statSync(file, { throwIfNoEntry: false }) ?? { size: 0 };
    if (size < read) read = size; // somebody has cut it
    if (size === read) return;
    const bytes = readBytes(file, read, size);
    take(bytes.toString("utf8", 0, bytes.lastIndexOf("\n") + 1));
  };

  if (existsSync(file)) {
    mendEnd(file);
    take(readFileSync(file, "utf8"));
  }
  return {
    has: (id) => ids.has(id),
    append(alerts) {
      takeNew();
      const news = alerts.filter(({ id }) => !ids.has(id));
      if (news.length === 0) return 0;
      appendFileSync(file, news.map((alert) => `${alertLine(alert)}\n`).join(""), {
        mode: 0o600,
        flush: true,
      });
      takeNew();
      return news.length;
    },
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

/**
 * JSON as what it says.
 *
 * @param text The text.
 * @returns What it says; undefined where it is no JSON.
 */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function idOf(line: string): Hex | undefined {
  const { id } = (parsed(line) ?? {}) as { readonly id?: unknown };
  return isHex(id) ? id : undefined;
}

function mendEnd(file: string): void {
  const bytes = readFileSync(file);
  const whole = bytes.lastIndexOf("\n") + 1;
  if (whole === bytes.length) return;
  if (idOf(bytes.toString("utf8", whole))) appendFileSync(file, "\n", { flush: true });
  else truncateSync(file, whole);
}

function readBytes(file: string, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  const descriptor = openSync(file, "r");
  try {
    return bytes.subarray(0, readSync(descriptor, bytes, 0, bytes.length, from));
  } finally {
    closeSync(descriptor);
  }
}
