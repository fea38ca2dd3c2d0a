import type { AccountKind } from "../../account/Account.ts";
import { rpcErrorCode } from "../../errors/submission.ts";
import { decodeFailedOp } from "../../submission/decodeFailedOp.ts";
import type { Evidence } from "./Evidence.ts";
import type { Way, Where } from "./whoSpoke.ts";

/**
 * On which way revert data came, as far as what was given with it tells. EntryPoint's code goes before the bundler's: some
 * bundlers have one code for all that reverts.
 *
 * @param evidence What was given.
 * @param kind The account's kind, where it is known.
 * @returns The way.
 */
export function wayOf({ bundler, entryPoint, revert, receipt, refusal }: Evidence, kind?: AccountKind): Way {
  if (refusal) return { where: refusal.isMined ? "execution" : "validation", kind };
  if (receipt) return { where: "execution", kind };
  const failed = entryPoint ?? (revert && decodeFailedOp(revert));
  if (failed) return { where: wayOfCode(failed.code), kind };
  const byBundler: Readonly<Record<number, Where>> = {
    [rpcErrorCode.executionReverted]: "played",
    [rpcErrorCode.validationRejected]: "validation",
  };
  return { where: byBundler[bundler?.code ?? 0] ?? "unknown", kind };
}

/**
 * On which way what EntryPoint passes on with a code came.
 *
 * @param code EntryPoint's code.
 * @returns The way.
 */
export function wayOfCode(code: string): Where {
  if (code === "AA13") return "deployment";
  if (code.startsWith("AA3") || code === "AA50") return "paymaster";
  return ["AA22", "AA23", "AA24"].includes(code) ? "validation" : "unknown";
}
