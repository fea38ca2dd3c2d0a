import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { KeyFileError, KeyFolderError } from "../errors/keys.ts";
import { reasonOf } from "./rewriteSessionFile.ts";
import type { SessionFile } from "./SessionFile.ts";
import { sessionFileSchema } from "./sessionFileSchema.ts";

/** What a folder of key files holds. */
export interface KeyFiles {
  /** The sessions, the eldest first. */
  readonly sessions: readonly SessionFile[];
  /** What could not be read: it hides none of the others. */
  readonly damaged: readonly KeyFileError[];
}

/**
 * Reads the key files of an account.
 *
 * @param folder See `keyFolder`.
 * @returns What it holds; nothing where there is no such folder.
 * @throws KeyFolderError where the folder cannot be read.
 */
export function readSessionFiles(folder: string): KeyFiles {
  const read = filesOf(folder).map((file) => readSessionFile(file));
  const sessions = read.flatMap((one) => (one instanceof KeyFileError ? [] : [one]));
  return {
    sessions: sessions.sort((one, other) => Number(one.createdAt - other.createdAt)),
    damaged: read.filter((one) => one instanceof KeyFileError),
  };
}

function filesOf(folder: string): readonly string[] {
  try {
    // What an interrupted write left has another ending.
    return readdirSync(folder)
      .filter((name) => /^0x[0-9a-f]{64}\.json$/.test(name))
      .sort()
      .map((name) => join(folder, name));
  } catch (cause) {
    const reason = reasonOf(cause);
    if (reason === "ENOENT") return [];
    throw new KeyFolderError({ folder, problem: `cannot be read (${reason})`, cause });
  }
}

function readSessionFile(file: string): SessionFile | KeyFileError {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    return new KeyFileError({ file, problem: `cannot be read (${reasonOf(cause)})`, cause });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new KeyFileError({ file, problem: "is not as it was written: it is no JSON" });
  }
  const { data, error } = sessionFileSchema.safeParse(value);
  if (!data) {
    const path = error.issues[0]?.path.join(".") ?? "";
    return new KeyFileError({
      file,
      problem: `is not as it was written: ${path || "it"} is missing or wrong`,
    });
  }
  if (file.endsWith(`${data.permissionId}.json`)) return { ...data, file };
  return new KeyFileError({
    file,
    problem: `is not as it was written: it is of session ${data.permissionId}`,
  });
}
