import { dirname } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { KeyFolderError } from "../errors/keys.ts";
import type { SessionFile } from "./SessionFile.ts";

/**
 * Writes a session's file: whole or not at all, and for nobody else to read (mode 0600).
 *
 * @param session The session.
 * @throws KeyFolderError; what the file held before is untouched.
 */
export function rewriteSessionFile({ file, keystore, ...smartSession }: SessionFile): void {
  const { version, id, crypto } = keystore;
  const address = smartSession.key.slice(2).toLowerCase(); // as Web3 Secret Storage has it
  const content = { version, id, address, crypto, smartSession };
  const text = JSON.stringify(content, (_, one) => (typeof one === "bigint" ? String(one) : one), 2);
  try {
    writeFileAtomic.sync(file, `${text}\n`, { mode: 0o600 });
  } catch (cause) {
    throw new KeyFolderError({
      folder: dirname(file),
      problem: `cannot be written (${reasonOf(cause)})`,
      cause,
    });
  }
}

/**
 * What the system says of a file.
 *
 * @param cause What was thrown.
 * @returns `EACCES`, `ENOSPC`; its message where there is no such code.
 */
export function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}
