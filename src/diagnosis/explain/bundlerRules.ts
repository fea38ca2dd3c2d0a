import type { UserOperation } from "viem/account-abstraction";
import { speaksOfNonce } from "../../outcome/speaksOfNonce.ts";
import { speaksOfGas, tooLittleGas } from "../../outcome/tooLittleGas.ts";
import type { Rule } from "../../refusal/Refusal.ts";
import type { ExplainedLayer } from "../Explanation.ts";

/** What a bundler's refusal may be for. */
export interface BundlerRules {
  readonly rules: readonly Rule[];
  /** Whether its words alone tell, which are anybody's. */
  readonly isByWords: boolean;
}

/**
 * The rules that a bundler's code and words may stand for.
 *
 * @param layer What the bundler said.
 * @param operation The operation, where it is known.
 * @returns The rules, the likeliest first; none where neither tells of any.
 */
export function bundlerRules(
  { code, args }: Pick<ExplainedLayer, "code" | "args">,
  operation?: UserOperation<"0.7">,
): BundlerRules {
  const message = String(args.message ?? "");
  if (tooLittleGas({ code: Number(code), message })) return byCode("gas");
  const ofPaymaster = /paymaster|sponsor/i.test(message);
  switch (code) {
    case "-32501":
    case "-32508":
      return byCode("paymaster");
    case "-32503":
      return ofPaymaster ? byWords("paymaster") : ofTime(message, operation);
    case "-32504":
    case "-32505":
      return byCode();
    case "-32507":
      return ofPaymaster ? byWords("paymaster") : byCode("sessionKey", "signature", "moduleInstalled");
    case "-32521":
      return byCode("execution");
    default:
      if (speaksOfGas(message)) return byWords("gas");
      return speaksOfNonce(message) ? byWords("nonce") : byCode();
  }
}

const byCode = (...rules: readonly Rule[]): BundlerRules => ({ rules, isByWords: false });
const byWords = (...rules: readonly Rule[]): BundlerRules => ({ rules, isByWords: true });

/** The range that a bundler goes by is the account's, and the paymaster's where there is one. */
function ofTime(message: string, operation?: UserOperation<"0.7">): BundlerRules {
  const paymaster: readonly Rule[] = operation && !operation.paymaster ? [] : ["paymaster"];
  if (/not valid yet|not due/i.test(message)) return byCode("validAfter", ...paymaster);
  if (/expire/i.test(message)) return byCode("validUntil", ...paymaster);
  return byCode("validUntil", "validAfter", ...paymaster);
}
