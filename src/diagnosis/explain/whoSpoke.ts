import type { DeclaredError } from "../../abis/declaredErrors.ts";
import type { AccountKind } from "../../account/Account.ts";
import type { Layer } from "../../refusal/Refusal.ts";
import type { ExplainedLayer } from "../Explanation.ts";

/**
 * On which way revert data came: out of an account's validation (AA23), its deployment (AA13), a paymaster (AA33), a
 * policy that SmartSession asked, the calls of an operation (mined, or `played`, as a bundler says), or nobody knows.
 */
export type Where = "validation" | "deployment" | "paymaster" | "policy" | "execution" | "played" | "unknown";

/** What is known of revert data's way. */
export interface Way {
  readonly where: Where;
  /** The account's kind, where it is known: of accounts then no other is heard. */
  readonly kind?: AccountKind | undefined;
}

/** The contracts that make an account of a kind. */
const contractsOf: Readonly<Record<AccountKind, readonly string[]>> = {
  safe7579: ["Safe7579", "Safe7579Launchpad", "SmartSessionCompatibilityFallback"],
  nexus: ["Nexus", "NexusAccountFactory"],
  kernel: ["Kernel", "KernelFactory"],
  reference: ["ERC7579Account", "ReferenceAccountFactory"],
  startale: ["StartaleSmartAccount", "StartaleAccountFactory", "StartaleECDSAValidator"],
};
const ofAnyAccount = Object.values(contractsOf).flat();

const anybody = ["EntryPoint", "account", "SmartSession", "policy", "target"] as const;
/** Who can have spoken. In execution it may be anybody: an account may call SmartSession. */
const possible: Readonly<Record<Where, readonly Layer[]>> = {
  validation: ["account", "SmartSession", "policy"],
  deployment: ["account"],
  paymaster: [],
  policy: ["policy"],
  execution: anybody,
  played: anybody,
  unknown: anybody,
};

/**
 * Tells who raised an error, where that can be told: where all who declare it, and could be heard there, are of one layer.
 * Where nothing is known of its way, by several contracts' error nobody is told, but a policy.
 *
 * @param declared Who declares it.
 * @param way On which way it came.
 * @returns The layer, and the contracts that may have raised it; all that declare it where none of them could.
 */
export function whoSpoke(
  declared: readonly DeclaredError[],
  { where, kind }: Way,
): Pick<ExplainedLayer, "layer" | "declaredBy"> {
  const heard = possible[where];
  if (declared.length === 0) return { layer: where === "policy" ? "policy" : "unknown", declaredBy: [] };
  const isHeard = ({ contract, layers }: DeclaredError) =>
    layers.some((layer) => heard.includes(layer)) &&
    (kind === undefined || contractsOf[kind].includes(contract) || !ofAnyAccount.includes(contract));
  const may = declared.filter(isHeard);
  const declaredBy = (may.length > 0 ? may : declared).map(({ contract }) => contract);
  const layers = new Set(may.flatMap((one) => one.layers.filter((layer) => heard.includes(layer))));
  const [only] = [...layers];
  if (layers.size !== 1 || only === undefined) return { layer: "unknown", declaredBy };
  const isTold = !["unknown", "execution", "played"].includes(where);
  return { layer: isTold || declaredBy.length === 1 || only === "policy" ? only : "unknown", declaredBy };
}
