import { isUsedUp, limitsOf } from "../../session/limitsOf.ts";
import type { ActionOnChain, PolicyOnChain, SessionOnChain } from "../../session/readSession.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";
import { limitFigures } from "./limitFigures.ts";

const anew = "Have the owner enable a new session.";

/**
 * Whether the session's policies can let anything pass, and how much of their limits is used.
 *
 * @param examination What was read.
 * @returns The finding; none where nothing is known of the session.
 */
export function checkPolicies(examination: Examination): Finding | undefined {
  const { session, asked, codeHashAt } = examination;
  const judged = session?.judged;
  if (!judged) return undefined;
  const { state } = judged;
  const all = [...state.userOpPolicies, ...state.actions.flatMap(({ policies }) => policies)];
  const usable = state.actions.filter(({ policies }) => policies.length > 0);
  if (usable.length === 0) {
    return failure(
      "policies",
      state.actions.length === 0
        ? "The session has no action: its key may call nothing."
        : "No action of the session has a policy: its key may call nothing (NoPoliciesSet).",
      "Have the owner enable a session with an action, and Sudo where nothing else is to limit it.",
      "action",
    );
  }
  const withoutCode = all.find(({ address }) => {
    const hash = codeHashAt(address);
    return "value" in hash && hash.value === undefined;
  });
  if (withoutCode) {
    return failure(
      "policies",
      `There is no code at ${withoutCode.address}, where ${withoutCode.name ?? "a policy of the session"} belongs: each operation that it is to judge reverts.`,
      "Use a chain that has the policy, or have the owner enable a session without it.",
      "policyConfigured",
    );
  }
  const empty = all.find((policy) => isEmpty(policy));
  if (empty) {
    return failure(
      "policies",
      `${empty.name} has no configuration that an operation could be held to (PolicyNotInitialized).`,
      "Have the owner enable the session anew with this policy configured (for TimeFrame: not 0 and 0).",
      "policyConfigured",
    );
  }
  const limits = limitsOf(state);
  // Where calls are given, whether they find enough left is said of them.
  const spent = limits.filter(({ left }) => left === 0n);
  if (!asked && spent.length > 0) {
    const figures = spent.map(limitFigures).join(", ");
    const [{ field }] = spent as [(typeof spent)[number]];
    return isUsedUp(state)
      ? failure("policies", `The session is used up: ${figures}.`, anew, field)
      : warning("policies", `Something of the session is used up: ${figures}.`, anew);
  }
  const foreign = all.find(({ name }) => name === undefined);
  if (foreign) {
    return warning(
      "policies",
      `The policy at ${foreign.address} is not known here: what it lets pass is not known either.`,
      "Look at what its makers say of it.",
    );
  }
  return ok(
    "policies",
    `${judgesOf(state)}${limits.length > 0 ? `; ${limits.map(limitFigures).join(", ")}` : ""}.`,
  );
}

/** Enabled, and nothing to go by: it would say PolicyNotInitialized of every use. */
function isEmpty({ state }: PolicyOnChain): boolean {
  if (typeof state !== "object" || state === null) return false;
  const { limit, used, validAfter, validUntil, comparisons } = state as Partial<Record<string, unknown>>;
  const isEmptyFrame = validAfter === 0n && validUntil === 0n;
  // Of a token without a limit, ERC20SpendingLimitPolicy just says no: it has none but a limit of 0.
  const isEmptyLimit = limit === 0n && used !== undefined;
  return isEmptyLimit || isEmptyFrame || (Array.isArray(comparisons) && comparisons.length === 0);
}

function judgesOf({ userOpPolicies, actions }: SessionOnChain): string {
  const names = (policies: readonly PolicyOnChain[]) =>
    policies.map(({ name, address }) => name ?? address).join(", ");
  const ofOperations =
    userOpPolicies.length > 0 ? [`each operation is judged by ${names(userOpPolicies)}`] : [];
  const ofAction = ({ policies }: ActionOnChain) => names(policies) || "nothing, so it is refused";
  const ofActions = [...new Set(actions.map(ofAction))].join("; or ");
  const text = [...ofOperations, `each call by ${ofActions}`].join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
