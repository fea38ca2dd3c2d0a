import type { AccountKind } from "../../account/Account.ts";
import { rpcErrorCode } from "../../errors/submission.ts";
import type { Evidence } from "./Evidence.ts";
import type { Way } from "./whoSpoke.ts";

/**
 * On which way revert data came, as far as what was given with it tells.
 *
 * @param evidence What was given.
 * @param kind The account's kind, where it is known.
 * @returns The way.
 */
export function wayOf({ bundler, entryPoint, receipt, refusal }: Evidence, kind?: AccountKind): Way {
  if (refusal) return { where: refusal.isMined ? "execution" : "validation", kind };
  if (receipt || bundler?.code === rpcErrorCode.executionReverted) return { where: "execution", kind };
  if (entryPoint && ["AA33", "AA50"].includes(entryPoint.code)) return { where: "paymaster", kind };
  if (entryPoint?.code === "AA13") return { where: "deployment", kind };
  const isValidation = entryPoint?.code === "AA23" || bundler?.code === rpcErrorCode.validationRejected;
  return { where: isValidation ? "validation" : "unknown", kind };
}
