import { statSync } from "node:fs";
import { basename } from "node:path";
import type { Address, Hex } from "viem";
import type { KeyFileError } from "../../errors/keys.ts";
import { openKey } from "../../keys/openKey.ts";
import type { SessionFile } from "../../keys/SessionFile.ts";
import type { Patient } from "../Patient.ts";
import { type Reading, reading } from "./Reading.ts";

/** What this machine has of a session's key. */
export interface ExaminedKeyFile {
  readonly file: SessionFile | undefined;
  /** Where the session's file is there and not as it was written. */
  readonly damaged: KeyFileError | undefined;
  /** Whether others of this machine may read or write the file. */
  readonly isOpenToOthers: boolean;
  /** The address of the key in it; undefined where it was not to be opened. */
  readonly opened: Reading<Address> | undefined;
}

/**
 * Looks at a session's key file, and opens it where there is a passphrase for it.
 *
 * @param keyFiles This machine's files.
 * @param permissionId The session.
 * @returns What there is.
 */
export async function examineKeyFile(
  { files: { sessions, damaged }, passphrase }: NonNullable<Patient["keyFiles"]>,
  permissionId: Hex,
): Promise<ExaminedKeyFile> {
  const file = sessions.find((one) => one.permissionId === permissionId.toLowerCase());
  const isOwn = (path: string) => basename(path) === `${permissionId.toLowerCase()}.json`;
  const open = async (own: SessionFile, secret: string) => openKey(own, secret).address;
  return {
    file,
    damaged: damaged.find((one) => isOwn(one.file)),
    isOpenToOthers: file !== undefined && isOpenToOthers(file.file),
    opened: file && passphrase !== undefined ? await reading(open(file, passphrase)) : undefined,
  };
}

/** Windows knows no such bits. */
function isOpenToOthers(path: string): boolean {
  if (process.platform === "win32") return false;
  return ((statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & 0o077) !== 0;
}
