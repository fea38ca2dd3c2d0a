import { type Address, getAddress, isAddressEqual, size } from "viem";
import { fallbackTarget } from "../../world/fallbackAction.ts";
import type { Finding } from "../Diagnosis.ts";
import { callsOfAsked, type Examination } from "./Examination.ts";
import { ok, warning } from "./finding.ts";

/**
 * Whether what is called, or may be called, is a contract: a call to an address without code succeeds and does nothing.
 *
 * @param examination What was read.
 * @returns The finding; none where no target is known.
 */
export function checkTargets({ patient, session, asked, codeHashAt }: Examination): Finding | undefined {
  const granted = patient.session?.session ?? session?.enable?.session;
  const asks = callsOfAsked(asked).filter(({ data = "0x" }) => size(data) > 0);
  const targets = [
    ...asks.map(({ to }) => to),
    ...(granted?.actions
      .map(({ actionTarget }) => actionTarget)
      .filter((one) => !isAddressEqual(one, fallbackTarget)) ?? []),
  ];
  const { account, operation } = patient;
  const isDeployedByIt = (target: Address) =>
    operation?.factory !== undefined && isAddressEqual(target, account.address);
  const distinct = [...new Set(targets.map((target) => getAddress(target)))].filter(
    (target) => !isDeployedByIt(target),
  );
  if (distinct.length === 0) return undefined;
  const unread = distinct.find((target) => "unread" in codeHashAt(target));
  if (unread)
    return warning(
      "targets",
      `Whether ${unread} is a contract could not be read.`,
      "Ask again, or ask another RPC.",
    );
  const bare = distinct.filter((target) => hasNoCode(codeHashAt(target)));
  if (bare.length > 0) {
    return warning(
      "targets",
      `There is no code at ${bare.join(", ")}: a call to it succeeds, and does nothing.`,
      "Look at the address, and whether the contract is deployed on this chain.",
    );
  }
  return ok(
    "targets",
    distinct.length === 1
      ? `There is a contract at the target ${distinct[0]}.`
      : `There are contracts at all ${distinct.length} targets.`,
  );
}

const hasNoCode = (hash: ReturnType<Examination["codeHashAt"]>): boolean =>
  "value" in hash && hash.value === undefined;
