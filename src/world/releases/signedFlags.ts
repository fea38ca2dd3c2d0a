import type { Hex } from "viem";
import { fallbackSelectors, fallbackTarget } from "../fallbackAction.ts";
import type { EnableMode, Session } from "../Release.ts";

/**
 * What the owner signs beside the session. The contract derives it from session and mode (`HashLib`); the SDK takes
 * each as a parameter that is false where it is left out, and the signature is then refused (module-sdk issue 144).
 *
 * @param session The session.
 * @param mode How it is enabled.
 * @returns The flags.
 */
export function signedFlags({ actions }: Session, mode: EnableMode) {
  const flagged = actions.filter(({ actionTarget }) => actionTarget === fallbackTarget);
  const has = (selector: Hex) =>
    flagged.some(({ actionTargetSelector }) => actionTargetSelector === selector);
  return {
    permitGenericPolicy: has(fallbackSelectors.others),
    permitAdminAccess: has(fallbackSelectors.smartSession),
    ignoreSecurityAttestations: mode === "UNSAFE_ENABLE",
  };
}
