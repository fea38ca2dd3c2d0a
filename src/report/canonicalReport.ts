import type { PulledCode } from "../world/pullCode.ts";
import type { VerifiedCode, VerifiedPiece } from "../world/verifyCode.ts";
import { table } from "./table.ts";

/**
 * What a pull came to, as a person reads it.
 *
 * @param pulled What it came to.
 * @returns Text, without a line break at the end.
 */
export function pullReport({ source, file, kept, absent, missing }: PulledCode): string {
  return [
    kept.length > 0
      ? `Kept from ${source}, each as pinned: ${kept.join(", ")}`
      : `Nothing was kept: ${source} has none of the pieces.`,
    ...(absent.length > 0 ? [`Not in ${source}: ${absent.join(", ")}`] : []),
    `Code store: ${file}`,
    completeness(missing),
  ].join("\n");
}

/**
 * A chain or the code store held against the manifest, as a person reads it.
 *
 * @param verified What was found.
 * @returns Text, without a line break at the end.
 */
export function verifyReport({ what, pieces, missing }: VerifiedCode): string {
  const others = pieces.filter(({ state }) => state === "other");
  return [
    `Canonical contracts: ${what}`,
    table({
      head: ["piece", "address", "v1 needs it", "present", "hash as pinned"],
      rows: pieces.map(({ name, address, state, needed }) => [
        name,
        address,
        needed ? "yes" : "no",
        state === "absent" ? "no" : "yes",
        { same: "yes", other: "NO", absent: "–" }[state],
      ]),
      widths: [33, 42, 11, 7, 14],
    }),
    ...others.map(describeOther),
    ...(others.length > 0 ? [meaning(others)] : []),
    completeness(missing),
  ].join("\n");
}

function describeOther({ name, pinned, actual }: VerifiedPiece): string {
  return `${name}: the hash is ${actual}, pinned is ${pinned}`;
}

function meaning(others: readonly VerifiedPiece[]): string {
  const explained = others.filter((one) => one.ofAnotherChain).map(({ name }) => name);
  const general =
    "Where the hash is another, so is the contract: what the suite proves of the pinned code says nothing of it.";
  if (explained.length === 0) return general;
  return `${general}\n${explained.join(", ")}: pinned as on Soneium Minato; the code may hold its chain's own values, and differ for that alone.`;
}

function completeness(missing: readonly string[]): string {
  return missing.length === 0
    ? "SmartSession v1 is complete."
    : `SmartSession v1 is not complete: it lacks ${missing.join(", ")}`;
}
