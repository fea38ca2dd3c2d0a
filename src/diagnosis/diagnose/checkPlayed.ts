import { stubSignature } from "../../account/stubSignature.ts";
import type { Finding } from "../Diagnosis.ts";
import { askChain } from "../explain/askChain.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread } from "./finding.ts";
import { reading } from "./Reading.ts";

/**
 * Plays a signed operation on the chain as it stands, which tells what no other check looks at: gas that does not suffice,
 * a target that reverts, the owner's signature. Nothing is sent.
 *
 * @param examination What was read.
 * @param findings What the other checks found.
 * @returns The finding; none where there is no signed operation, or where it is known already why it would be refused.
 * @throws ChainUnreachableError.
 */
export async function checkPlayed(
  examination: Examination,
  findings: readonly Finding[],
): Promise<Finding | undefined> {
  const { world, patient } = examination;
  const { account, operation } = patient;
  if (!operation || findings.some(({ level }) => level === "failure")) return undefined;
  if (!isSigned(examination, findings)) return undefined;
  const evidence = { input: "user operation", operation, remarks: [] } as const;
  const played = await reading(askChain({ evidence, world, account, bundler: undefined }));
  if ("unread" in played) return unread("played", "What the operation would come to", played.unread);
  const { causes, layers } = played.value;
  const [cause] = causes;
  const fails = "Played on the chain as it stands, the operation fails";
  if (cause) {
    const { rule, cause: reason, remedy, certainty } = cause;
    return certainty === "certain"
      ? failure("played", `${fails}. ${reason}`, remedy, rule)
      : failure("played", `${fails}; the likeliest cause: ${reason}`, remedy);
  }
  const inner = layers.at(-1);
  return inner
    ? failure(
        "played",
        `${fails} (${inner.code}). ${inner.meaning}`,
        "Look at what each layer says: explain.",
      )
    : ok("played", "Played on the chain as it stands, the operation passes.");
}

/** What permissionless and most SDKs estimate with, in place of an owner's signature. */
const usualStub = `0x${"f".repeat(31)}${"0".repeat(33)}7${"a".repeat(63)}1c`;

/** A session's signature is looked at by itself; the owner's is the account's to judge, once it is none of estimation. */
function isSigned({ patient: { operation }, isHandedOver }: Examination, findings: readonly Finding[]) {
  if (isHandedOver) return findings.some(({ id, level }) => id === "signature" && level === "ok");
  const signature = operation?.signature.toLowerCase() ?? "0x";
  return signature !== "0x" && ![stubSignature, usualStub].some((stub) => signature.includes(stub.slice(2)));
}
