import { isSameHex } from "../../session/isSameHex.ts";
import type { SessionOnChain } from "../../session/readSession.ts";
import type { EnableSignature, Release } from "../../world/Release.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination, ExaminedSession } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";

const signAnew = "Have the owner sign anew for this session (harness.signEnable), and use it once.";
/** How far back the nonce is looked for that a signature was made at. */
const nonces = 32n;

/**
 * Whether the enable signature that is to be used enables the session, and whether others are known that still would.
 *
 * @param examination What was read.
 * @returns The finding; none where no session is at stake.
 */
export function checkEnableSignatures(examination: Examination): Finding | undefined {
  const { patient, session, world, signed } = examination;
  if (!session || "unread" in session.onChain) return undefined;
  const state = session.onChain.value;
  const offered = patient.enable ?? signed?.enable;
  if (offered && !session.enable) {
    return failure(
      "enableSignatures",
      `The enable signature is for another session, ${world.release.permissionId(offered.session)}.`,
      "Give the one that the owner signed for this session.",
      "enableSignature",
    );
  }
  const refusal = session.enable && refuse(world.release, state, session.enable, session.ownerSigned);
  if (refusal) return refusal;
  const unspent = (patient.enableSignatures ?? []).filter(
    (one) =>
      one.signature !== session.enable?.signature &&
      isSameHex(world.release.permissionId(one.session), session.permissionId) &&
      isOfChain(one, state) &&
      isOf(world.release, state, one, state.enableNonce),
  );
  if (unspent.length > 0) {
    const many =
      unspent.length === 1
        ? "An enable signature that is known"
        : `${unspent.length} enable signatures that are known`;
    return warning(
      "enableSignatures",
      `${many} would still ${state.enabled ? "enable the session anew, its counters at 0, and widen it by what it lists" : "enable the session"}.`,
      "Where that is not meant, have the owner revoke the session: ./harness sessions revoke makes them void, which removing it alone does not.",
    );
  }
  return ok(
    "enableSignatures",
    session.enable
      ? "The owner's signature enables the session as it is listed, at the enable nonce of now."
      : `No enable signature that is known would still enable the session; ${patient.enableSignatures?.length ? "others" : "any"} that the owner has signed the chain does not list.`,
  );
}

/** SmartSession, `enableSession…`: the chain, the digest, then the owner. */
function refuse(
  release: Release,
  state: SessionOnChain,
  enable: EnableSignature,
  ownerSigned: ExaminedSession["ownerSigned"],
): Finding | undefined {
  if (!isOfChain(enable, state)) {
    return failure(
      "enableSignatures",
      `The enable signature is for chain ${enable.chainDigests[0]?.chainId}, and this is chain ${state.chainId} (ChainIdMismatch).`,
      signAnew,
      "enableSignature",
    );
  }
  if (!isOf(release, state, enable, state.enableNonce)) {
    const madeAt = earlierNonces(state.enableNonce).find((nonce) => isOf(release, state, enable, nonce));
    return failure(
      "enableSignatures",
      madeAt === undefined
        ? "The enable signature is not for this session as it is listed: account, mode, policies or actions differ from what was signed (HashMismatch)."
        : `The enable signature was made at the enable nonce ${madeAt}, which is ${state.enableNonce} now: it was used, or revoked (HashMismatch).`,
      signAnew,
      "enableSignature",
    );
  }
  if (!ownerSigned || "unread" in ownerSigned) {
    return warning(
      "enableSignatures",
      "The enable signature is for this session at the enable nonce of now; whether the owner has signed it could not be asked of the account.",
      "Ask again when the account is on the chain.",
    );
  }
  if (ownerSigned.value) return undefined;
  return failure(
    "enableSignatures",
    "The account does not take the enable signature for its owner's (InvalidEnableSignature).",
    "Have the account's owner sign (harness.signEnable).",
    "enableSignature",
  );
}

const isOfChain = ({ chainDigests: [first] }: EnableSignature, { chainId }: SessionOnChain): boolean =>
  first?.chainId === BigInt(chainId);

/** Whether it is for this session at an enable nonce. */
function isOf(
  release: Release,
  { account }: SessionOnChain,
  { session, mode, chainDigests: [first] }: EnableSignature,
  nonce: bigint,
): boolean {
  return (
    first !== undefined &&
    isSameHex(first.sessionDigest, release.sessionDigest({ account, session, mode, nonce }))
  );
}

function earlierNonces(nonce: bigint): readonly bigint[] {
  const count = Number(nonce < nonces ? nonce : nonces);
  return Array.from({ length: count }, (_, index) => nonce - 1n - BigInt(index));
}
