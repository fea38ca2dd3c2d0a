import type { Rule } from "../../refusal/Refusal.ts";
import type { CheckId, Finding } from "../Diagnosis.ts";

/** Nothing is wrong with what was looked at. */
export const ok = (id: CheckId, finding: string): Finding => ({ id, level: "ok", finding });

/** It is not known to be well, or will not be for long; nothing refuses an operation for it now. */
export const warning = (id: CheckId, finding: string, remedy: string): Finding => ({
  id,
  level: "warning",
  finding,
  remedy,
});

/** An operation would be refused for it, or could not be sent. */
export const failure = (id: CheckId, finding: string, remedy: string, rule?: Rule): Finding => ({
  id,
  level: "failure",
  finding,
  remedy,
  ...(rule && { rule }),
});

/** What is to be known could not be read. */
export const unread = (id: CheckId, what: string, why: string): Finding =>
  warning(id, `${what} could not be read: ${why}.`, "Ask again, or ask another RPC: nothing is known of it.");
