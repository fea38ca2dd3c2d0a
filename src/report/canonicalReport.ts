import { howToPull } from "../errors/canonical.ts";
import type { PulledCode } from "../world/pullCode.ts";
import type { VerifiedCode, VerifiedPiece } from "../world/verifyCode.ts";
import { table } from "./table.ts";

/**
 * What a pull came to, as a person reads it.
 *
 * @param pulled What it came to.
 * @returns Text, without a line break at the end.
 */
export function pullReport({ source, file, kept, absent, ofAnotherChain, ...held }: PulledCode): string {
  return [
    kept.length > 0
      ? `Kept from ${source}, each as pinned: ${kept.join(", ")}`
      : `Nothing was kept: ${source} has none of the pieces.`,
    ...(absent.length > 0 ? [`Not in ${source}: ${absent.join(", ")}`] : []),
    ...(ofAnotherChain.length > 0
      ? [
          `Left alone, as they hold values of their chain and are pinned as on Soneium Minato: ${ofAnotherChain.join(", ")}`,
        ]
      : []),
    `Code store: ${file}`,
    ...completeness(held),
  ].join("\n");
}

/**
 * A chain or the code store held against the manifest, as a person reads it.
 *
 * @param verified What was found.
 * @returns Text, without a line break at the end.
 */
export function verifyReport({ what, pieces, ...held }: VerifiedCode): string {
  const others = pieces.filter(({ state, ofAnotherChain }) => state === "other" && !ofAnotherChain);
  const explained = pieces.filter(({ state, ofAnotherChain }) => state === "other" && ofAnotherChain);
  return [
    `Canonical contracts: ${what}`,
    table({
      head: ["piece", "address", "v1 needs it", "present", "hash as pinned"],
      rows: pieces.map(({ name, address, state, needed, ofAnotherChain }) => [
        name,
        address,
        needed ? "yes" : "no",
        state === "absent" ? "no" : "yes",
        { same: "yes", other: ofAnotherChain ? "of its chain" : "NO", absent: "–" }[state],
      ]),
      widths: [33, 42, 11, 7, 14],
    }),
    ...others.map(describeOther),
    ...(others.length > 0
      ? [
          "Where the hash is another, so is the contract: what the suite proves of the pinned code says nothing of it.",
        ]
      : []),
    ...(explained.length > 0
      ? [
          `${explained.map(({ name }) => name).join(", ")}: the code holds its chain's own values, and is pinned as on Soneium Minato.`,
        ]
      : []),
    ...completeness(held),
  ].join("\n");
}

function describeOther({ name, pinned, actual }: VerifiedPiece): string {
  return `${name}: the hash is ${actual}, pinned is ${pinned}`;
}

function completeness({
  missing,
  missingOfStartale,
}: Pick<PulledCode, "missing" | "missingOfStartale">): readonly string[] {
  return [
    missing.length === 0
      ? "SmartSession v1 is complete."
      : `SmartSession v1 is not complete: it lacks ${missing.join(", ")}, or has other code there.\nTo fill the code store: ${howToPull}`,
    missingOfStartale.length === 0
      ? "The Startale account (optional) is complete."
      : `The Startale account (optional) is not complete: it lacks ${missingOfStartale.join(", ")}.`,
  ];
}
