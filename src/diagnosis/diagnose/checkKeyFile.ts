import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";

/**
 * Whether the session's key is at hand: its file is there, as it was written, and opens.
 *
 * @param examination What was read.
 * @returns The finding; none where no key files are given.
 */
export function checkKeyFile({ session, keyFile, patient: { keyFiles } }: Examination): Finding | undefined {
  if (!keyFiles) return undefined;
  if (!session || !keyFile) return checkFolder(keyFiles.files.damaged.length);
  const { file, damaged, isOpenToOthers, opened } = keyFile;
  if (damaged) return failure("keyFile", damaged.shortMessage, damaged.remedies.join(" "));
  if (!file) {
    return warning(
      "keyFile",
      `There is no key file of ${session.permissionId} here: its key is not at hand.`,
      "Look at SESSION_KEYS_FOLDER, and whether another machine made the session: it has the key.",
    );
  }
  if (opened && "unread" in opened) {
    return failure(
      "keyFile",
      `${opened.unread}.`,
      "Give the passphrase that it was made with; if that is lost, revoke the session and create another.",
    );
  }
  if (isOpenToOthers) {
    return warning(
      "keyFile",
      `The key file ${file.file} may be read or written by other users of this machine.`,
      `Make it yours alone: chmod 600 ${file.file}.`,
    );
  }
  return ok(
    "keyFile",
    `The key file of ${file.name} is as it was written, and is yours alone; ${
      opened ? `it opens, and holds the key ${opened.value}` : "it was not opened, as no passphrase was given"
    }.`,
  );
}

function checkFolder(damaged: number): Finding | undefined {
  if (damaged === 0) return undefined;
  return warning(
    "keyFile",
    `${damaged} of the account's key files here cannot be read.`,
    "./harness sessions list names them.",
  );
}
