import { type Address, formatEther, formatGwei, type Hex } from "viem";
import type { DeployedTarget, Target, TargetName } from "../deployments/deploymentsSchema.ts";
import { table } from "./table.ts";

/** What deploying costs, as estimated. */
export interface DeploymentEstimate {
  /** Each contract, and the gas that it takes. */
  readonly contracts: readonly {
    readonly name: TargetName;
    readonly contract: string;
    readonly gas: bigint;
  }[];
  /** The gas of all. */
  readonly gas: bigint;
  /** The chain's present price of a unit of gas, in wei. */
  readonly gasPrice: bigint;
  /** What an OP chain charges besides for the data, in wei; 0 where it charges none. */
  readonly l1Fee: bigint;
  /** What all of it costs, in wei. */
  readonly cost: bigint;
}

/** What `targets deploy` would do. */
export interface DeploymentPlan {
  readonly network: string;
  /** What the chain's deployments are kept under. */
  readonly key: string;
  /** Who would deploy; null where nobody is named. */
  readonly deployer: Address | null;
  /** What the deployer has, in wei; null where nobody is named. */
  readonly balance: bigint | null;
  /** Who would be paid for NFTs; null where that is the deployer, and nobody is named. */
  readonly treasury: Address | null;
  /** What was deployed already. */
  readonly standing: readonly DeployedTarget[];
  readonly estimate: DeploymentEstimate;
}

/** What `targets deploy` did. */
export interface DeploymentDone {
  readonly network: string;
  readonly key: string;
  /** How many transactions were sent. */
  readonly sent: number;
  /** The file of deployments. */
  readonly file: string;
  readonly targets: readonly DeployedTarget[];
}

/** A target held against the chain. */
export interface HeldTarget {
  readonly name: TargetName;
  readonly address: Address;
  readonly source: Target["source"];
  /** `same`: the code is as deployed; `other`: it is not; `present`: there is code, of a hash that nobody has vouched for. */
  readonly state: "same" | "other" | "absent" | "present";
  /** keccak256 of the code on the chain; null where there is none. */
  readonly codeHash: Hex | null;
  /** keccak256 that the file has; null where it has none. */
  readonly expected: Hex | null;
  /** What the explorer said of the sources; undefined where it was not asked. */
  readonly sources?: { readonly state: "verified" | "refused"; readonly reason?: string };
}

/** What `targets verify` found. */
export interface HeldDeployments {
  readonly network: string;
  readonly key: string;
  readonly targets: readonly HeldTarget[];
  /** Whether all is as it should be. */
  readonly ok: boolean;
}

/**
 * What `targets deploy --dry-run` says.
 *
 * @param plan What would be done.
 * @returns Text, without a line break at the end.
 */
export function planReport({
  network,
  key,
  deployer,
  balance,
  treasury,
  standing,
  estimate,
}: DeploymentPlan): string {
  if (estimate.contracts.length === 0) {
    return [
      `Nothing would be sent to ${network} (${key}): what is asked for stands there.`,
      ...lines(standing),
    ].join("\n");
  }
  const { contracts, gas, gasPrice, l1Fee, cost } = estimate;
  return [
    `Would be deployed on ${network} (${key}); nothing was sent:`,
    table({
      head: ["target", "contract", "gas"],
      rows: contracts.map((one) => [one.name, one.contract, one.gas.toLocaleString("en")]),
      widths: [11, 46, 12],
      rightAligned: [2],
    }),
    `from      ${deployer ?? "nobody yet: DEPLOYER_PRIVATE_KEY is not set"}`,
    `treasury  ${treasury ?? "the deployer"}`,
    `gas       ${gas.toLocaleString("en")} at ${formatGwei(gasPrice)} gwei`,
    `cost      about ${formatEther(cost)} ETH${l1Fee > 0n ? `, of which ${formatEther(l1Fee)} ETH for data` : ""}`,
    ...(balance === null
      ? []
      : [`balance   ${formatEther(balance)} ETH${balance < cost ? ": not enough" : ""}`]),
    ...(standing.length > 0 ? ["Deployed already:", ...lines(standing)] : []),
  ].join("\n");
}

/**
 * What `targets deploy` came to.
 *
 * @param done What was done.
 * @returns Text, without a line break at the end.
 */
export function deployReport({ network, key, sent, file, targets }: DeploymentDone): string {
  return [
    sent > 0
      ? `Deployed on ${network} (${key}), with ${sent} transaction${sent === 1 ? "" : "s"}:`
      : `Nothing was sent to ${network} (${key}): what is asked for stands there.`,
    ...lines(targets),
    `Written down in ${file}`,
  ].join("\n");
}

const lines = (targets: readonly DeployedTarget[]) =>
  targets.map(({ name, address, block }) => `  ${name.padEnd(12)}${address}  (block ${block})`);

/**
 * What `targets verify` found.
 *
 * @param held What was found.
 * @returns Text, without a line break at the end.
 */
export function targetsReport({ network, key, targets, ok }: HeldDeployments): string {
  const asked = targets.some(({ sources }) => sources !== undefined);
  const others = targets.filter(({ state }) => state === "other");
  const refused = targets.filter(({ sources }) => sources?.state === "refused");
  return [
    `Targets on ${network} (${key})`,
    table({
      head: ["target", "address", "source", "code", ...(asked ? ["sources"] : [])],
      rows: targets.map(({ name, address, source, state, sources }) => [
        name,
        address,
        source,
        states[state],
        ...(asked ? [sources?.state ?? "–"] : []),
      ]),
      widths: [11, 42, 17, 14, ...(asked ? [9] : [])],
    }),
    ...others.map(
      ({ name, codeHash, expected }) =>
        `${name}: the code's hash is ${codeHash}, and ${expected} was deployed: it is another contract.`,
    ),
    ...(targets.some(({ state }) => state === "present")
      ? [
          "Where the code is not known, nobody here has deployed it: look at it before you grant a session on it.",
        ]
      : []),
    ...refused.map(
      ({ name, sources }) => `${name}: the explorer did not verify its sources. ${sources?.reason}`,
    ),
    ok ? "All is as it should be." : "Not all is as it should be.",
  ].join("\n");
}

const states = { same: "as deployed", other: "OTHER", absent: "ABSENT", present: "there, unknown" } as const;
