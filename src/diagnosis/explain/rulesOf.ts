import { isAddress, isAddressEqual, zeroHash } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { errorsByName } from "../../abis/declaredErrors.ts";
import type { AccountKind } from "../../account/Account.ts";
import type { Rule } from "../../refusal/Refusal.ts";
import { ruleOfCode } from "../../refusal/ruleOfCode.ts";
import { policyAt } from "../../session/policyAt.ts";
import { releaseNamed } from "../../world/releaseNamed.ts";
import type { ExplainedLayer } from "../Explanation.ts";
import { bundlerRules } from "./bundlerRules.ts";
import { isSilent } from "./isSilent.ts";
import type { Where } from "./whoSpoke.ts";

/** What is known beside the layers. */
export interface Circumstances {
  readonly where: Where;
  readonly kind?: AccountKind | undefined;
  readonly operation?: UserOperation<"0.7"> | undefined;
}

/** Rules that may be broken, the likeliest first. One alone is certain. */
export type Rules = readonly Rule[];

/** What an account that hides errors may hide of a validation. */
const masked: Rules = [
  "action",
  "maxUses",
  "argumentRules",
  "maxValue",
  "maxTotalValue",
  "spendingLimit",
  "maxOperations",
  "sessionEnabled",
  "enableSignature",
  "permitERC4337Paymaster",
  "funds",
  "gas",
];

/**
 * The rules that a layer's words may stand for.
 *
 * @param layer The layer.
 * @param circumstances What else is known.
 * @returns The rules; none where its words tell of none.
 */
export function rulesOf(layer: ExplainedLayer, circumstances: Circumstances): Rules {
  const { code } = layer;
  const { where, operation } = circumstances;
  if (layer.layer === "bundler") return bundlerRules(layer, operation).rules;
  if (code === "PostOpReverted") return ["paymaster", "execution"];
  const calls: Rules = isSilent(code) ? ["execution", "gas", "funds"] : ["execution"];
  if (where === "execution") return calls;
  if (where === "played") {
    // Some bundlers have its code for validation, too.
    const judged = layer.layer === "SmartSession" || layer.layer === "policy";
    return judged ? [...rulesOf(layer, { ...circumstances, where: "unknown" }), ...calls] : calls;
  }
  // Nothing was passed on: it may be whatever an account may hide.
  if (code === "AA23") return hidden(circumstances);
  if (/^AA\d\d$/.test(code)) return ofEntryPoint[code] ?? ofCode(code);
  switch (layer.layer) {
    case "policy":
      return ofPolicy(layer);
    case "target":
      return ["execution"];
    default:
      return ofAccount(layer, circumstances) ?? ofSmartSession(layer, circumstances);
  }
}

const ofCode = (...codes: readonly string[]): Rules => {
  const found = codes.map((code) => ruleOfCode[code]).find((rule) => rule !== undefined);
  return found ? [found] : [];
};

const ofEntryPoint: Readonly<Record<string, Rules>> = {
  AA22: ["validUntil", "validAfter"],
  AA24: ["sessionKey", "signature", "moduleInstalled"],
  AA93: ["paymaster"],
  AA94: ["gas"],
};

function ofPolicy({ code, args, address }: ExplainedLayer): Rules {
  if (code === "PolicyViolation") {
    const policy = address && policyAt(address);
    const rules = (["action", "userOp"] as const).flatMap((role) => policy?.rule(code, role) ?? []);
    return [...new Set(rules)];
  }
  if (address && !policyAt(address)) return [];
  if (code === "no data") return ["argumentRules", "spendingLimit"];
  if (!["Panic", "Error"].includes(code) && !isPolicys(code)) return [];
  if (code === "Panic") return ["maxTotalValue", "argumentRules", "spendingLimit"];
  return args.validUntil === undefined ? ofCode(code) : [];
}

const isPolicys = (code: string) => errorsByName(code).some(({ layers }) => layers.includes("policy"));

/** Where SmartSession stands, in either release. */
const smartSessions = (["v1", "beta"] as const).map(
  (name) => releaseNamed(name).encodeRevoke(zeroHash)[0]?.to,
);

const isSmartSession = (value: unknown): boolean =>
  typeof value === "string" &&
  isAddress(value) &&
  smartSessions.some((one) => one !== undefined && isAddressEqual(one, value));

const hidden = ({ operation }: Circumstances): Rules =>
  masked.filter((rule) => rule !== "permitERC4337Paymaster" || !operation || operation.paymaster);

/** What accounts say, and what may be an account's or another's. */
function ofAccount(layer: ExplainedLayer, circumstances: Circumstances): Rules | undefined {
  const { where, kind } = circumstances;
  const { code } = layer;
  if (where === "deployment") return ["accountDeployed"];
  if (code === "ExecutionFailed" || code === "ExecutionReverted") {
    const rules = hidden(circumstances);
    return where === "validation" ? rules : [...rules, "execution"];
  }
  if (/^GS0[12]\d$/.test(code)) return ofSafe(code);
  if (layer.layer === "SmartSession") return undefined;
  if (code === "ValidatorNotInstalled" || code === "InvalidModule") {
    return isSmartSession(layer.args.module) ? ["moduleInstalled"] : undefined;
  }
  if (layer.layer === "account") return ofCode(`account ${code}`, code);
  if (where === "validation" && code === "no data") return ["gas", "sessionEnabled", "funds"];
  if (code === "InvalidSignature") {
    return where === "validation" || kind
      ? ["sessionKey", "signature"]
      : ["sessionKey", "signature", "execution"];
  }
  return undefined;
}

function ofSafe(code: string): Rules {
  if (code === "GS013") return ["execution"];
  if (code === "GS010") return ["gas"];
  return code < "GS020" ? ["funds"] : ["signature"];
}

function ofSmartSession(
  { layer, code, args }: ExplainedLayer,
  { where, kind, operation }: Circumstances,
): Rules {
  if (code === "Panic" && args.reason === 33n && where === "validation") return ["signature"];
  if (layer !== "SmartSession") return [];
  if (code === "NoPoliciesSet" && !(operation && !operation.paymaster))
    return ["action", "permitERC4337Paymaster"];
  if (code === "InvalidPermissionId" && (kind ?? "kernel") === "kernel")
    return ["sessionEnabled", "moduleInstalled"];
  return ofCode(`SmartSession ${code}`, code);
}
