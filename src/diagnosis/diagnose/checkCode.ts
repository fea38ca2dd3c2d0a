import type { WorldContract } from "../../world/World.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread } from "./finding.ts";

/**
 * Whether the canonical contracts stand as they were when the world was opened: SmartSession, its policies, the session
 * validators, and what accounts are made of. What this repository put in a genuine contract's place is named.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkCode({ world, codeHashAt }: Examination): Finding {
  const contracts = Object.values(world.contracts).filter(({ name }) => name !== "EntryPoint");
  const read = contracts.map((contract) => ({ contract, hash: codeHashAt(contract.address) }));
  const unknown = read.find(({ hash }) => "unread" in hash);
  if (unknown && "unread" in unknown.hash) {
    return unread("canonicalCode", `The code of ${unknown.contract.name}`, unknown.hash.unread);
  }
  const others = read.flatMap(({ contract, hash }) =>
    "value" in hash && hash.value !== contract.codeHash ? [describe(contract, hash.value)] : [],
  );
  if (others.length > 0) {
    return failure(
      "canonicalCode",
      `Not as expected: ${others.join("; ")}.`,
      "Use a chain whose contracts are the canonical ones (./harness canonical verify); a simulated chain is put right by serving it anew.",
    );
  }
  const references = contracts.filter(({ origin }) => origin === "reference").map(({ name }) => name);
  const note =
    references.length > 0
      ? ` Reference contracts of this repository stand for ${references.join(", ")}.`
      : "";
  return ok(
    "canonicalCode",
    `SmartSession ${world.release.name} and ${contracts.length - 1} other contracts have the code that is expected of them.${note}`,
  );
}

const describe = ({ name, address }: WorldContract, hash: string | undefined): string =>
  hash === undefined ? `${name} has no code at ${address}` : `${name} at ${address} has other code (${hash})`;
