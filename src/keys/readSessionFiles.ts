import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { KeyFileError, KeyFolderError } from "../errors/keys.ts";
import { hashSession } from "../session/hashSession.ts";
import { releaseNamed } from "../world/releaseNamed.ts";
import { isSigned } from "./fileProof.ts";
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
  const changed = whatChanged(file, data);
  if (changed === undefined) return { ...data, file };
  return new KeyFileError({ file, problem: `is not as it was written: ${changed}` });
}

/** What is kept of a session stands and falls together: names and numbers in a file are easily changed. */
function whatChanged(file: string, data: Omit<SessionFile, "file">): string | undefined {
  const { permissionId, session, sessionHash, account } = data;
  const release = releaseNamed(data.release);
  if (basename(file) !== `${permissionId}.json`) return `it is of session ${permissionId}`;
  if (basename(dirname(file)) !== account.address) return `it is of account ${account.address}`;
  const isWhole =
    release.permissionId(session) === permissionId && hashSession({ release }, session) === sessionHash;
  if (!isWhole) return "its session is another than its id and its hash say";
  return isSigned(data) ? undefined : "the session key has not signed what it says";
}
