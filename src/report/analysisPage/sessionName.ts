import type { SessionUsage } from "../../usage/Analysis.ts";
import { cutText } from "./cutText.ts";
import { shortHex } from "./shortHex.ts";

/**
 * What a session is called on the page.
 *
 * @param session The session.
 * @returns Its name where it has one, else its id, shortened.
 */
export function sessionName({ name, permissionId }: Pick<SessionUsage, "name" | "permissionId">): string {
  return name ? cutText(name, 40) : shortHex(permissionId);
}
