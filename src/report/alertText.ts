import { writtenTime } from "../outcome/writtenTime.ts";
import type { Alert } from "../usage/Alert.ts";

/**
 * An alert for a person to read.
 *
 * @param alert The alert.
 * @returns A line, without its end.
 */
export function alertText({
  severity,
  name,
  message,
  account,
  permissionId,
  sessionName,
  at,
}: Alert): string {
  const session = sessionName ?? permissionId;
  const whose = session === null ? account : `${session} of ${account}`;
  return `${severity.toUpperCase()} ${name}: ${message} (${whose}, block ${at.block}, ${writtenTime(at.time)})`;
}
