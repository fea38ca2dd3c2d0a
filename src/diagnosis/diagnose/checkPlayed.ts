import { formatUserOperationRequest } from "viem/account-abstraction";
import type { Finding } from "../Diagnosis.ts";
import { explain } from "../explain.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread } from "./finding.ts";
import { reading } from "./Reading.ts";

/**
 * Plays a signed operation on the chain as it stands, which tells what no other check looks at: gas that does not suffice,
 * a target that reverts. Nothing is sent.
 *
 * @param examination What was read.
 * @param findings What the other checks found.
 * @returns The finding; none where there is no signed operation of a session, or where it is known already why it would be
 * refused.
 * @throws ChainUnreachableError.
 */
export async function checkPlayed(
  { world, patient: { account, operation } }: Examination,
  findings: readonly Finding[],
): Promise<Finding | undefined> {
  const isSigned = findings.some(({ id, level }) => id === "signature" && level === "ok");
  if (!operation || !isSigned || findings.some(({ level }) => level === "failure")) return undefined;
  const given = JSON.stringify(formatUserOperationRequest(operation));
  const played = await reading(explain(given, { world, account }));
  if ("unread" in played) return unread("played", "What the operation would come to", played.unread);
  const [cause] = played.value.causes;
  if (!cause) return ok("played", "Played on the chain as it stands, the operation passes.");
  const { rule, cause: reason, remedy, certainty } = cause;
  const fails = "Played on the chain as it stands, the operation fails";
  return certainty === "certain"
    ? failure("played", `${fails}. ${reason}`, remedy, rule)
    : failure("played", `${fails}; the likeliest cause: ${reason}`, remedy);
}
