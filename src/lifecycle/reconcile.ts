import { KeyFolderError } from "../errors/keys.ts";
import type { UnsettledOperation } from "../keys/SessionFile.ts";
import type { SessionStatus } from "./SessionStatus.ts";
import { closeOperations } from "./submit.ts";

/**
 * Writes into key files that what a command was interrupted at is over, where it is. Uses and rotations stay open until
 * the same command is run again: it tells of them then, and does not send another.
 *
 * @param statuses The sessions, as they were read; whoever calls has told of them.
 */
export function reconcile(statuses: readonly SessionStatus[]): void {
  const settled = statuses.flatMap(({ interrupted }) => interrupted);
  const isOver = ({ userOpHash }: UnsettledOperation) =>
    settled.some(
      (one) =>
        one.userOpHash === userOpHash &&
        one.result !== "open" &&
        (one.result === "displaced" || !["use", "rotate"].includes(one.purpose)),
    );
  const files = statuses.flatMap(({ file }) => file ?? []);
  try {
    closeOperations(files, isOver);
  } catch (error) {
    if (!(error instanceof KeyFolderError)) throw error; // a folder that is only read, a backup, is told of all the same
  }
}
