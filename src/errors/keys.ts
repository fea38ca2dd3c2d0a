import { HarnessError } from "./HarnessError.ts";

/** The file of a session and its key cannot be read, or is not as it was written. */
export class KeyFileError extends HarnessError {
  override readonly code = "KEY_FILE";
  /** Its path. */
  readonly file: string;

  /** @param parameters Which file, what is wrong with it, continuing "The key file …"; the cause. */
  constructor({ file, problem, cause }: { file: string; problem: string; cause?: unknown }) {
    super(`The key file ${file} ${problem}.`, {
      remedies: [
        "Bring it back from a backup: no one else has the key.",
        "Or let the session go: sessions revoke with its permission id ends it on chain; then move the file away.",
      ],
      cause,
    });
    this.file = file;
  }
}

/** The folder of the key files cannot be read or written. Nothing was sent. */
export class KeyFolderError extends HarnessError {
  override readonly code = "KEY_FOLDER";
  /** Its path. */
  readonly folder: string;

  /** @param parameters Which folder, what is wrong with it, continuing "The folder of the session keys …"; the cause. */
  constructor({ folder, problem, cause }: { folder: string; problem: string; cause?: unknown }) {
    super(`The folder of the session keys ${folder} ${problem}.`, {
      remedies: ["Make it writable for you alone (chmod 700), or name another: SESSION_KEYS_FOLDER."],
      cause,
    });
    this.folder = folder;
  }
}

/** A key file does not open with the passphrase that was given. */
export class WrongPassphraseError extends HarnessError {
  override readonly code = "WRONG_PASSPHRASE";
  /** The file's path. */
  readonly file: string;

  /** @param parameters Which file; the cause. */
  constructor({ file, cause }: { file: string; cause?: unknown }) {
    super(`The key in ${file} does not open with this passphrase, or the file was changed.`, {
      remedies: [
        "Give the passphrase that it was made with: SESSION_KEYS_PASSPHRASE, --passphrase-file, or at the prompt.",
        "If it is lost, so is the key: revoke the session and create another.",
      ],
      cause,
    });
    this.file = file;
  }
}
