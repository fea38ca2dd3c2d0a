import { KeyFolderError } from "../errors/keys.ts";
import type { SessionStatus } from "./SessionStatus.ts";
import { closeOperations } from "./submit.ts";

/**
 * Writes into key files that what a command was interrupted at is over, where it is. Uses and rotations stay open until
 * the same command is run again: it tells of them then, and does not send another.
 *
 * @param statuses The sessions, as they were read; whoever calls has told of them.
 */
export function reconcile(statuses: readonly SessionStatus[]): void {
  const over = statuses.filter(
    ({ interrupted }) =>
      interrupted &&
      interrupted.result !== "open" &&
      (interrupted.result === "displaced" || !["use", "rotate"].includes(interrupted.purpose)),
  );
  try {
    closeOperations(over.flatMap(({ file }) => file ?? []));
  } catch (error) {
    if (!(error instanceof KeyFolderError)) throw error; // a folder that is only read, a backup, is told of all the same
  }
}
