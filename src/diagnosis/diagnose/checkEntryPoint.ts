import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread } from "./finding.ts";

/**
 * Whether EntryPoint v0.7 stands on the chain.
 *
 * @param examination What was read.
 * @returns The finding.
 */
export function checkEntryPoint({ world, codeHashAt }: Examination): Finding {
  const { address, codeHash } = world.contracts.EntryPoint;
  const hash = codeHashAt(address);
  if ("unread" in hash) return unread("entryPoint", `The code of EntryPoint at ${address}`, hash.unread);
  if (hash.value === codeHash)
    return ok("entryPoint", `EntryPoint v0.7 stands at ${address}, its code as pinned.`);
  return failure(
    "entryPoint",
    hash.value === undefined
      ? `There is no code at ${address}, where EntryPoint v0.7 belongs.`
      : `Other code than EntryPoint v0.7's stands at ${address}: its hash is ${hash.value}, pinned is ${codeHash}.`,
    "Use a chain that has EntryPoint v0.7: without it no user operation is taken.",
  );
}
