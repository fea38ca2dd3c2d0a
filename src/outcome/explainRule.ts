import type { Refusal, RefusalLayer, Rule } from "../refusal/Refusal.ts";

type Explanation = Pick<Refusal, "reason" | "remedy">;

/**
 * Says in words which rule was broken and what to do about it.
 *
 * @param rule The rule.
 * @param refusing The layer that refused.
 * @param args What is known in figures.
 * @returns A sentence of reason and one of remedy.
 */
export function explainRule(
  rule: Rule,
  refusing: RefusalLayer,
  args: Readonly<Record<string, unknown>>,
): Explanation {
  switch (rule) {
    case "action":
      return {
        reason:
          "The session may not make this call: its target and function are not an action of the session.",
        remedy: "Call the function that was granted, or have the owner enable a session for this one.",
      };
    case "sessionKey":
      return {
        reason: "The signature is not the session key's, or what was signed has been changed since.",
        remedy: "Sign the user operation's hash, as it is, with the key that the session was enabled for.",
      };
    case "validAfter":
      return {
        reason: `The session is not valid yet: it begins at ${args.validAfter}, the chain is at ${args.timestamp}.`,
        remedy: "Wait until validAfter.",
      };
    case "validUntil":
      return {
        reason: `The session has expired: its last second was ${args.validUntil}, the chain is at ${args.timestamp}.`,
        remedy: "Have the owner enable a new session.",
      };
    case "maxUses":
      return {
        reason: "The session's uses are used up, or would be by this operation.",
        remedy: "Make fewer calls, or have the owner enable a new session.",
      };
    case "sessionEnabled":
      return {
        reason: "The account has no such session: it was never enabled, or it has been removed.",
        remedy: "Have the owner enable a session.",
      };
    case "moduleInstalled":
      return {
        reason: "SmartSession is not installed on the account, so the account asks nobody and refuses.",
        remedy:
          "Have the owner install the module (ERC-7579 type 1, validator) and enable the session again.",
      };
    case "nonce":
      return {
        reason:
          "The nonce is not the next one of its key: the operation was mined before, or another was first.",
        remedy: "Build the operation anew with the nonce that EntryPoint gives for the validator's key.",
      };
    case "funds":
      return {
        reason: "The account cannot pay for the gas that the operation asks for.",
        remedy: "Fund the account, or lower the operation's gas limits or fees.",
      };
    case "gas":
      return {
        reason: `The operation's gas limits do not fit: ${args.reason ?? refusing.code}.`,
        remedy: "Estimate the operation's gas anew.",
      };
    case "execution":
      return {
        reason: `Validation passed, and then the ${refusing.layer} reverted with ${refusing.code}.`,
        remedy: "Look at its own conditions. Gas is paid, and a session's use is counted, all the same.",
      };
    case "unknown":
      return {
        reason: `The ${refusing.layer} refused with ${refusing.code}; which rule that is, is not known here.`,
        remedy: "Look at what each layer said.",
      };
  }
}
