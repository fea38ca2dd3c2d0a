import { formatEther } from "viem";
import { prefundOf } from "../../outcome/prefundOf.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread } from "./finding.ts";

/**
 * Whether a paymaster may pay, where one is to.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkPaymaster(examination: Examination): Finding | undefined {
  const { world, session, isSponsored } = examination;
  const judged = session?.judged;
  if (isSponsored) return bySession(examination) ?? byDeposit(examination);
  if (!judged) return undefined;
  const permits = judged.state.permitERC4337Paymaster;
  return ok(
    "paymaster",
    world.release.limitsPaymasters
      ? `The account is to pay itself; the session ${permits ? "permits" : "does not permit"} paymasters.`
      : "The account is to pay itself; SmartSession's beta lets any paymaster pay.",
  );
}

/** SmartSession v1 wants the session's permission, and a policy that judges the operation. */
function bySession({ world, session }: Examination): Finding | undefined {
  const state = session?.judged?.state;
  if (!world.release.limitsPaymasters || !state) return undefined;
  if (!state.permitERC4337Paymaster) {
    return failure(
      "paymaster",
      "A paymaster is to pay, and the session does not permit that (PaymasterValidationNotEnabled).",
      "Have the account pay itself, or have the owner enable a session with permitERC4337Paymaster.",
      "permitERC4337Paymaster",
    );
  }
  if (state.userOpPolicies.length > 0) return undefined;
  return failure(
    "paymaster",
    "A paymaster is to pay, which the session permits; but then SmartSession wants a policy that judges the operation, and the session has none (NoPoliciesSet).",
    "Have the owner enable a session with a userOp policy: one that is compiled here has it.",
    "permitERC4337Paymaster",
  );
}

function byDeposit({ patient: { operation }, paymasterDeposit, codeHashAt }: Examination): Finding {
  const paymaster = operation?.paymaster;
  if (!operation || !paymaster || !paymasterDeposit) {
    return ok(
      "paymaster",
      "A paymaster may pay as far as the session goes; its own conditions were not looked at.",
    );
  }
  const hash = codeHashAt(paymaster);
  if ("value" in hash && hash.value === undefined) {
    return failure(
      "paymaster",
      `There is no code at the paymaster's address ${paymaster} (AA30).`,
      "Look at the address, and at the chain.",
      "paymaster",
    );
  }
  if ("unread" in paymasterDeposit)
    return unread("paymaster", "The paymaster's deposit", paymasterDeposit.unread);
  const [deposit, needed] = [paymasterDeposit.value, prefundOf(operation)];
  if (deposit < needed) {
    return failure(
      "paymaster",
      `The paymaster has ${formatEther(deposit)} ETH deposited at EntryPoint, and the operation may cost ${formatEther(needed)} ETH (AA31).`,
      "Have the paymaster's deposit filled, or have the account pay itself.",
      "paymaster",
    );
  }
  return ok(
    "paymaster",
    `The paymaster ${paymaster} may pay, and its deposit of ${formatEther(deposit)} ETH suffices; its own conditions were not looked at.`,
  );
}
