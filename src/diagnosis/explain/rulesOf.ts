import { isAddress, isAddressEqual, zeroHash } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import type { AccountKind } from "../../account/Account.ts";
import { bundlerLayer } from "../../outcome/outcomeOfError.ts";
import type { Rule } from "../../refusal/Refusal.ts";
import { ruleOfCode } from "../../refusal/ruleOfCode.ts";
import { policyAt } from "../../session/policyAt.ts";
import { releaseNamed } from "../../world/releaseNamed.ts";
import type { ExplainedLayer } from "../Explanation.ts";
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
  if (circumstances.where === "execution" && layer.layer !== "bundler") {
    return isSilent(code) ? ["execution", "gas", "funds"] : ["execution"];
  }
  switch (layer.layer) {
    case "bundler":
      return ofBundler(layer);
    case "EntryPoint":
      return ofEntryPoint[code] ?? ofCode(code);
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
  AA23: ["gas", "sessionEnabled", "funds"],
  AA24: ["sessionKey", "signature", "moduleInstalled"],
  AA93: ["paymaster"],
  AA94: ["gas"],
};

function ofBundler({ code, args }: ExplainedLayer): Rules {
  const message = String(args.message ?? "");
  const own = bundlerLayer({ code: Number(code), message }).rule;
  if (own) return [own];
  if (code === "-32507") return ofEntryPoint.AA24 ?? [];
  if (code === "-32503") {
    if (/not valid yet|not due/i.test(message)) return ["validAfter"];
    return /expire/i.test(message) ? ["validUntil"] : (ofEntryPoint.AA22 ?? []);
  }
  if (code === "-32501" || code === "-32508") return ["paymaster"];
  if (code === "-32521") return ["execution"];
  return /nonce|replacement|already (known|in)/i.test(message) ? ["nonce"] : [];
}

function ofPolicy({ code, args, address }: ExplainedLayer): Rules {
  if (code === "PolicyViolation") {
    const policy = address && policyAt(address);
    const rules = (["action", "userOp"] as const).flatMap((role) => policy?.rule(code, role) ?? []);
    return [...new Set(rules)];
  }
  if (address && !policyAt(address)) return [];
  if (code === "no data") return ["argumentRules", "spendingLimit"];
  if (code === "Panic") return ["maxTotalValue", "argumentRules", "spendingLimit"];
  return args.validUntil === undefined ? ofCode(code) : [];
}

/** Where SmartSession stands, in either release. */
const smartSessions = (["v1", "beta"] as const).map(
  (name) => releaseNamed(name).encodeRevoke(zeroHash)[0]?.to,
);

const isSmartSession = (value: unknown): boolean =>
  typeof value === "string" &&
  isAddress(value) &&
  smartSessions.some((one) => one !== undefined && isAddressEqual(one, value));

/** What is heard whatever was amiss with the calls. */
const isSilent = (code: string) => ["no data", "ExecutionFailed", "ExecutionReverted"].includes(code);

/** What accounts say, and what may be an account's or another's. */
function ofAccount(layer: ExplainedLayer, { where, kind, operation }: Circumstances): Rules | undefined {
  const { code } = layer;
  if (where === "deployment") return ["accountDeployed"];
  if (code === "ExecutionFailed" || code === "ExecutionReverted") {
    const hidden = masked.filter(
      (rule) => rule !== "permitERC4337Paymaster" || !operation || operation.paymaster,
    );
    return where === "validation" ? hidden : [...hidden, "execution"];
  }
  if (/^GS0[12]\d$/.test(code)) return ofSafe(code);
  if (layer.layer === "SmartSession") return undefined;
  if (code === "ValidatorNotInstalled" || code === "InvalidModule") {
    return isSmartSession(layer.args.module) ? ["moduleInstalled"] : undefined;
  }
  if (layer.layer === "account") return ofCode(`account ${code}`, code);
  if (where === "validation" && code === "no data") return ofEntryPoint.AA23;
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
  if (code === "InvalidPermissionId" && kind === "kernel") return ["sessionEnabled", "moduleInstalled"];
  return ofCode(`SmartSession ${code}`, code);
}
