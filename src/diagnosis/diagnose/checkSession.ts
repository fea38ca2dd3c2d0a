import { explainRule } from "../../outcome/explainRule.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread, warning } from "./finding.ts";

/**
 * Whether the session is enabled, or the operation enables it.
 *
 * @param examination What was read.
 * @returns The finding; none where no session is at stake.
 */
export function checkSession({ session }: Examination): Finding | undefined {
  if (!session) return undefined;
  const { permissionId, onChain, enable, notEnabled } = session;
  const what = `The session ${permissionId}`;
  if ("unread" in onChain)
    return unread("sessionEnabled", `What the chain holds of ${permissionId}`, onChain.unread);
  const { enabled, enableNonce } = onChain.value;
  if (notEnabled?.status === "rejected") {
    const { refusal } = notEnabled;
    const { reason, remedy } = explainRule(refusal.rule, { ...refusal, known: "asked" });
    return failure(
      "sessionEnabled",
      `${what} would not be enabled by the operation: ${refusal.policy?.name ?? refusal.layer} refuses (${refusal.code}). ${reason}`,
      remedy,
      refusal.rule,
    );
  }
  if (notEnabled) {
    return warning(
      "sessionEnabled",
      `Whether the operation would enable ${permissionId} is not known: ${notEnabled.because}.`,
      "Look at what this policy wants: it is none that is known here.",
    );
  }
  if (enable) {
    return ok(
      "sessionEnabled",
      enabled
        ? `${what} is enabled, and the operation enables it anew: its counters begin anew.`
        : `${what} is not enabled yet: the operation is to enable it.`,
    );
  }
  if (enabled) return ok("sessionEnabled", `${what} is enabled.`);
  const remedy = "Have the owner enable a session: ./harness sessions create.";
  return enableNonce === 0n
    ? failure(
        "sessionEnabled",
        `${what} is not enabled. It never was, or it was removed: the chain's state does not tell which.`,
        remedy,
        "sessionEnabled",
      )
    : failure(
        "sessionEnabled",
        `${what} is not enabled, and its enable nonce is ${enableNonce}: it was revoked, or a first use enabled it and it was removed since.`,
        remedy,
        "sessionEnabled",
      );
}
