import { isAddressEqual } from "viem";
import { afterEnabling } from "../../session/afterEnabling.ts";
import { neverEnabled } from "../../session/neverEnabled.ts";
import type { PolicyOnChain, SessionOnChain } from "../../session/readSession.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { ok, warning } from "./finding.ts";

/** What counts, beside what limits. */
const counters: ReadonlySet<string> = new Set(["used", "spent", "approved", "total"]);

/**
 * Whether the chain holds what was granted, and no more: enabling a session again adds to it, and narrows nothing.
 *
 * @param examination What was read.
 * @returns The finding; none where the session is not enabled, or what was granted is not known.
 */
export function checkGranted({
  world,
  patient: { account, session: given },
  session,
}: Examination): Finding | undefined {
  const granted = given?.session;
  if (!session || !granted || "unread" in session.onChain || !session.onChain.value.enabled) return undefined;
  const held = session.onChain.value;
  const meant = afterEnabling(neverEnabled(world, account, session.permissionId), { session: granted });
  if ("status" in meant) return undefined;
  const differences = [
    ...(held.permitERC4337Paymaster && !meant.permitERC4337Paymaster
      ? ["paymasters may pay, which was not granted"]
      : []),
    ...policyDifferences("operations", held.userOpPolicies, meant.userOpPolicies),
    ...actionDifferences(held, meant),
  ];
  if (differences.length === 0) return ok("granted", "The chain holds what was granted, and no more.");
  return warning(
    "granted",
    `The chain holds other than what was granted: ${differences.join("; ")}. Enabling a session again under its id adds to it.`,
    "Look at ./harness sessions show for what the key can really do; to narrow it, revoke the session, and enable one with a fresh salt.",
  );
}

function actionDifferences(held: SessionOnChain, meant: SessionOnChain): readonly string[] {
  const more = held.actions.filter(({ actionId }) => !meant.actions.some((one) => one.actionId === actionId));
  return [
    ...more.map(({ actionId, target, selector }) =>
      target
        ? `${selector} of ${target} may be called, which was not granted`
        : `an action may be called that was not granted (${actionId})`,
    ),
    ...meant.actions.flatMap(({ actionId, target, selector, policies }) => {
      const action = held.actions.find((one) => one.actionId === actionId);
      const what = `${selector} of ${target}`;
      return action
        ? policyDifferences(what, action.policies, policies)
        : [`${what} was granted, and is not there`];
    }),
  ];
}

function policyDifferences(
  of: string,
  held: readonly PolicyOnChain[],
  meant: readonly PolicyOnChain[],
): readonly string[] {
  const among = (policies: readonly PolicyOnChain[], { address }: PolicyOnChain) =>
    policies.find((one) => isAddressEqual(one.address, address));
  const nameOf = ({ name, address }: PolicyOnChain) => name ?? `the policy at ${address}`;
  return [
    ...held.filter((one) => !among(meant, one)).map((one) => `${nameOf(one)} judges ${of} as well`),
    ...meant.flatMap((one) => {
      const there = among(held, one);
      if (there?.state === null) return []; // Sudo has none; what was not to be read is told elsewhere
      if (!there) return [`${nameOf(one)} does not judge ${of}`];
      const [now, then] = [configurationOf(there), configurationOf(one)];
      return now === then
        ? []
        : [`${nameOf(one)} is configured otherwise for ${of}: ${now}, granted was ${then}`];
    }),
  ];
}

/** What a policy is configured with, without what it has counted: `limit 2`. */
const configurationOf = ({ state }: PolicyOnChain): string =>
  JSON.stringify(state, (name, value) => {
    if (counters.has(name)) return undefined;
    return typeof value === "bigint" ? String(value) : value;
  })
    .replace(/[{}"]/g, "")
    .replace(/([:,])/g, (mark) => (mark === ":" ? " " : ", "));
