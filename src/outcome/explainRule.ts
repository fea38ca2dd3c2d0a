import { formatEther } from "viem";
import type { Refusal, RefusalLayer, Rule } from "../refusal/Refusal.ts";
import { writtenTime } from "./writtenTime.ts";

/** Why, and what to do: a sentence each. */
export type ExplainedRule = Pick<Refusal, "reason" | "remedy">;

/**
 * Says in words which rule was broken and what to do about it.
 *
 * @param rule The rule.
 * @param refusing The layer that refused, with all that is known in figures.
 * @returns A sentence of reason and one of remedy.
 */
export function explainRule(rule: Rule, refusing: RefusalLayer): ExplainedRule {
  return explainError(refusing) ?? byRule[rule](refusing);
}

/**
 * Adds to a reason the session's figures, where it has none of its own.
 *
 * @param reason The reason, a sentence.
 * @param figures The figures, in words; undefined where there are none.
 * @returns A sentence.
 */
export const withFigures = (reason: string, figures: string | undefined): string =>
  figures === undefined || /\d/.test(reason) ? reason : `${reason.replace(/\.$/, "")}: ${figures}.`;

/**
 * Says in words what an error means that no rule's words fit.
 *
 * @param refusing The layer that refused.
 * @returns A sentence of reason and one of remedy; undefined for an error that its rule explains.
 */
export function explainError(refusing: RefusalLayer): ExplainedRule | undefined {
  return byError[`${refusing.layer} ${refusing.code}`]?.(refusing);
}

const anotherClock =
  "Look at the bundler's clock, which need not be the chain's, and leave it some seconds before validUntil.";

const costs = "Gas was paid all the same, and where a session limits its uses, they were counted.";

const unsupportedMode = () => ({
  reason:
    "The operation executes in a way that no session may: SmartSession takes a call, or a batch of calls that fails as a whole, neither delegatecall nor try.",
  remedy: "Execute a single call or a batch (ERC-7579: call type 0x00 or 0x01, execution type 0x00).",
});

const notDeployed = ({ args }: RefusalLayer) => ({
  reason: `The account could not be deployed: ${args.reason}.`,
  remedy:
    "Look at the operation's factory and factoryData: they have to make the account at the sender's address, within verificationGasLimit.",
});

/** Errors that deserve words of their own, whatever the rule; by who raises them, as others may use the name. */
const byError: Readonly<Record<string, (refusing: RefusalLayer) => ExplainedRule>> = {
  "SmartSession SmartSessionModuleAlreadyInstalled": () => ({
    reason: "Sessions of the account are enabled already, and SmartSession is not installed over them.",
    remedy: "Revoke every session that is enabled, then install the module, then enable sessions.",
  }),
  "account ValidatorNotInstalled": ({ args }) => ({
    reason: `The account does not have the validator ${args.module ?? ""} installed that the operation's nonce names.`,
    remedy:
      "Take the nonce by the key of a validator that is installed (for sessions: account.nonceKey of SmartSession), or install that one.",
  }),
  "account LinkedList_EntryAlreadyInList": () => ({
    reason: "The account has this module installed already.",
    remedy: "Leave the installation out.",
  }),
  "SmartSession NoExecutionsInBatch": () => ({
    reason: "The operation makes no call at all.",
    remedy: "Give the batch at least one call.",
  }),
  "SmartSession InvalidSelfCall": () => ({
    reason: "The operation has the account execute calls on itself, which no session may.",
    remedy: "Make the calls themselves, without wrapping them in the account's execute.",
  }),
  "SmartSession InvalidTarget": () => ({
    reason: "A call is to the address that stands for the fallback action, which is no contract.",
    remedy: "Call the contract itself: where the session has the fallback action, it covers the call.",
  }),
  "SmartSession UnsupportedExecutionType": unsupportedMode,
  "SmartSession UnsupportedCallType": unsupportedMode,
  "policy UnsupportedCallType": unsupportedMode,
  "EntryPoint AA10": () => ({
    reason: "The account is deployed already, and the operation wants to deploy it again.",
    remedy: "Leave factory and factoryData out.",
  }),
  "EntryPoint AA13": notDeployed,
  "EntryPoint AA14": notDeployed,
  "EntryPoint AA15": notDeployed,
  "account insufficient balance": () => ({
    reason: "Validation passed, and then the account's balance did not cover the value of a call.",
    remedy: `Fund the account, or send less. ${costs}`,
  }),
  "bundler -32521": ({ args }) => ({
    reason: `The bundler played the operation, and its calls failed (${args.message}).`,
    remedy: "Look at the target's own conditions. Nothing was sent.",
  }),
};

const byRule: Readonly<Record<Rule, (refusing: RefusalLayer) => ExplainedRule>> = {
  action: () => ({
    reason:
      "The session may not make this call: its target and function are not an action of the session, or that action has no policy.",
    remedy: "Call the function that was granted, or have the owner enable a session for this one.",
  }),
  sessionKey: () => ({
    reason: "The signature is not the session key's, or what was signed has been changed since.",
    remedy: "Sign the user operation's hash, as it is, with the key that the session was enabled for.",
  }),
  validAfter: ({ layer, args }) => {
    if (args.validAfter === undefined) {
      return { reason: "The session may not be valid yet.", remedy: "Wait until validAfter." };
    }
    const times = `it begins at ${writtenTime(args.validAfter)}, the chain is at ${writtenTime(args.timestamp)}`;
    return layer === "bundler" && Number(args.timestamp) >= Number(args.validAfter)
      ? { reason: `The bundler finds the session not valid yet: ${times}.`, remedy: anotherClock }
      : { reason: `The session is not valid yet: ${times}.`, remedy: "Wait until validAfter." };
  },
  validUntil: ({ layer, args }) => {
    if (args.validUntil === undefined) {
      return { reason: "The session may have expired.", remedy: "Have the owner enable a new session." };
    }
    const [last, chain] = [writtenTime(args.validUntil), `the chain is at ${writtenTime(args.timestamp)}`];
    return layer === "bundler" && Number(args.timestamp) <= Number(args.validUntil)
      ? {
          reason: `The bundler finds that the session ends too soon: its last second is ${last}, ${chain}.`,
          remedy: anotherClock,
        }
      : {
          reason: `The session has expired: its last second was ${last}, ${chain}.`,
          remedy: "Have the owner enable a new session.",
        };
  },
  maxUses: () => ({
    reason: "The session's uses are used up, or would be by this operation.",
    remedy: "Make fewer calls, or have the owner enable a new session.",
  }),
  argumentRules: () => ({
    reason:
      "An argument of the call breaks a rule of the session, has come to its total, or is not in the call data at all.",
    remedy: "Keep the arguments within the session's rules, or have the owner enable a session with others.",
  }),
  maxValue: ({ args }) => ({
    reason:
      typeof args.value === "bigint" && typeof args.limit === "bigint"
        ? `The call carries ${formatEther(args.value)} ETH, and the session allows ${formatEther(args.limit)} ETH in each call.`
        : "The call carries more native value than the session allows in each call.",
    remedy: "Send less with the call.",
  }),
  maxTotalValue: () => ({
    reason: "The session's native value is spent, or would be by this operation.",
    remedy: "Send less, or have the owner enable a new session.",
  }),
  spendingLimit: () => ({
    reason:
      "The session's amount of the token is used up, or would be by this operation, or a call carries native value.",
    remedy: "Transfer or approve less, without native value, or have the owner enable a new session.",
  }),
  maxOperations: () => ({
    reason: "The session has made all the user operations that it may make.",
    remedy: "Have the owner enable a new session.",
  }),
  enableSignature: () => ({
    reason:
      "The owner's signature does not enable this session: it is for another, or another's, or was used or revoked.",
    remedy: "Have the owner sign anew for this session (harness.signEnable), and use it once.",
  }),
  permitERC4337Paymaster: ({ code }) =>
    code === "NoPoliciesSet"
      ? {
          reason:
            "A paymaster is to pay, which the session permits; but then SmartSession wants a policy that judges the operation, and the session has none.",
          remedy:
            "Have the owner enable a session with a userOp policy: harness.compile gives one to each that permits paymasters.",
        }
      : {
          reason: "A paymaster is to pay for the operation, and the session does not permit that.",
          remedy:
            "Have the account pay itself, or have the owner enable a session with permitERC4337Paymaster.",
        },
  paymaster: ({ args }) => ({
    reason: `The paymaster does not pay for the operation: ${args.reason}.`,
    remedy: "Look at the paymaster's deposit, gas limits and conditions; or have the account pay itself.",
  }),
  sessionEnabled: () => ({
    reason: "The account has no such session: it was never enabled, or it has been removed.",
    remedy: "Have the owner enable a session.",
  }),
  moduleInstalled: ({ code }) =>
    code === "InvalidValidator"
      ? {
          reason:
            "The account does not let SmartSession call this function: a Kernel grants each function by its selector, and the module was installed without execute.",
          remedy: "Have the owner uninstall the module and install it anew: harness.install grants execute.",
        }
      : {
          reason: "SmartSession is not installed on the account, so the account asks nobody and refuses.",
          remedy:
            "Have the owner install the module (ERC-7579 type 1, validator), then enable sessions. Sessions enabled without the module have to be revoked first.",
        },
  accountDeployed: ({ args }) => ({
    reason: `The account is not on this chain, and the operation does not deploy it: ${args.reason}.`,
    remedy: "Have the owner send the account's first operation; look that account and chain belong together.",
  }),
  policyConfigured: () => ({
    reason: "A policy of the session has no configuration that an operation could be held to.",
    remedy:
      "Have the owner enable the session anew with this policy configured (for TimeFrame: not 0 and 0).",
  }),
  signature: () => ({
    reason: "The account does not find its owner's signature right.",
    remedy: "Sign with the owner's key, for this chain and this EntryPoint.",
  }),
  nonce: () => ({
    reason: "The nonce is not the next one of its key: the operation was mined before, or another was first.",
    remedy:
      "Wait until what was sent is mined, then build the operation anew with the nonce that EntryPoint gives for the validator's key (getNonce), sign it and send it. A command of this harness does so when it is run again.",
  }),
  funds: () => ({
    reason: "The account cannot pay for the gas that the operation asks for.",
    remedy: "Fund the account, or lower the operation's gas limits or fees.",
  }),
  gas: ({ layer, code, args }) => ({
    reason: `The operation's gas does not suffice: ${args.reason ?? args.message ?? `${the(layer)} ran ${code}`}.`,
    remedy: /fee/i.test(String(args.message))
      ? "Offer higher fees: leave them out, and the bundler is asked for its price."
      : "Give it higher gas limits, or make fewer calls in one operation.",
  }),
  execution: ({ layer, code, args }) => ({
    reason: `Validation passed, and then ${the(layer)} reverted with ${withText(code, args)}.`,
    remedy: `Look at ${the(layer)}'s own conditions. ${costs}`,
  }),
  unknown: ({ layer, code, args }) => ({
    reason: `Refused by ${the(layer)} with ${layer === "EntryPoint" ? (args.reason ?? code) : withText(code, args)}; which rule that is, is not known here.`,
    remedy:
      "Look at what each layer said. Where nobody has anything against the operation itself, its verificationGasLimit may be too low.",
  }),
};

/** Every rule that there are words for: all of them. */
export const rules = Object.keys(byRule) as [Rule, ...Rule[]];

/** `Error("the text")` where a revert is text, else its name alone. */
function withText(code: string, { message }: RefusalLayer["args"]): string {
  return code === "Error" && typeof message === "string" ? `Error(${JSON.stringify(message)})` : code;
}

/** SmartSession and EntryPoint are names, the other layers are not. */
function the(layer: RefusalLayer["layer"]): string {
  return layer === "SmartSession" || layer === "EntryPoint" ? layer : `the ${layer}`;
}
