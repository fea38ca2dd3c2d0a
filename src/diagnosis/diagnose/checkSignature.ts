import { Secp256k1, Signature } from "ox";
import { type Address, type Hex, hashMessage, hexToNumber, isAddressEqual, size, slice } from "viem";
import { stubSignature } from "../../account/stubSignature.ts";
import { userOperationHash } from "../../account/userOperationHash.ts";
import { isSameHex } from "../../session/isSameHex.ts";
import { keysOf } from "../../session/keysOf.ts";
import { type SessionValidator, sessionValidatorAt } from "../../session/sessionValidatorAt.ts";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, warning } from "./finding.ts";

/** `r ‖ s ‖ v`. */
const signatureSize = 65;

/**
 * Whether the operation is signed, in the form that SmartSession and the session's validator take, by the session's key.
 *
 * @param examination What was read.
 * @returns The finding; none where there is no operation of a session's.
 */
export function checkSignature(examination: Examination): Finding | undefined {
  const { world, patient, session, signed, isHandedOver } = examination;
  const { operation } = patient;
  if (!operation || !session || !isHandedOver) return undefined;
  if (operation.signature === "0x") {
    return warning(
      "signature",
      "The operation is not signed yet.",
      "Have the session key sign it: toSessionAccount does.",
    );
  }
  if (!signed) {
    return failure(
      "signature",
      `The signature (${size(operation.signature)} bytes) is none of SmartSession's: no mode, session and signature of its key are to be read from it.`,
      "Wrap the key's signature: release.encodeUseSignature(permissionId, signature), or toSessionAccount, which signs as well.",
      "signature",
    );
  }
  if (!isSameHex(signed.permissionId, session.permissionId)) {
    return failure(
      "signature",
      `The signature names another session, ${signed.permissionId}, than the one that is meant.`,
      "Sign for this session, or look at the other.",
      "signature",
    );
  }
  const state = session.judged?.state;
  const validator = state && sessionValidatorAt(state.sessionValidator);
  const keys = state && keysOf(state);
  if (!validator || !keys || "status" in keys || keys.threshold > 1n) {
    return warning(
      "signature",
      "The signature names the session; whether its key has signed is not known here.",
      "Look at what is said of session and key.",
    );
  }
  if (isSameHex(signed.signature, stubSignature)) {
    return warning(
      "signature",
      "The operation carries a stub in the place of the session key's signature.",
      "Have the session key sign it.",
    );
  }
  return checkKeysPart(signed.signature, {
    hash: userOperationHash(world, operation),
    validator,
    owners: keys.owners,
  });
}

interface Signed {
  readonly hash: Hex;
  readonly validator: SessionValidator;
  readonly owners: readonly Address[];
}

/** What OwnableValidator makes of it, either build (`_recover`). */
function checkKeysPart(signature: Hex, { hash, validator, owners }: Signed): Finding {
  const refuse = (finding: string, remedy: string) => failure("signature", finding, remedy, "sessionKey");
  if (size(signature) < signatureSize) {
    return refuse(
      `The session key's part of the signature has ${size(signature)} bytes, and ${validator.name} wants ${signatureSize}: r ‖ s ‖ v (InvalidSignature).`,
      "Have the session key sign the user operation's hash.",
    );
  }
  const takesPrefix = validator.name === "StartaleOwnableValidator";
  const form = takesPrefix ? prefixed(hash) : hash;
  const v = hexToNumber(slice(signature, 64, 65));
  const signer = v > 30 ? recover(prefixed(form), signature, v - 4) : recover(form, signature, v);
  const isOwner = (one: Address | undefined) =>
    owners.some((owner) => one !== undefined && isAddressEqual(owner, one));
  if (isOwner(signer))
    return ok(
      "signature",
      `The session key ${signer} has signed the operation, in the form that ${validator.name} takes.`,
    );

  const otherForm = takesPrefix ? hash : prefixed(hash);
  if (isOwner(recover(otherForm, signature, v))) {
    return takesPrefix
      ? refuse(
          `The session key has signed the operation's hash as it is, and ${validator.name} takes it with eth_sign's prefix (EIP-191).`,
          "Sign the hash as a message (signMessage with the raw hash): toSessionAccount does.",
        )
      : refuse(
          `The session key has signed the operation's hash with eth_sign's prefix (EIP-191, signMessage), and ${validator.name} takes it as it is.`,
          "Sign the hash itself (viem: key.sign({ hash })), or raise v by 4, to 31 or 32, which says that the prefix is there.",
        );
  }
  if (v < 2 && isOwner(recover(form, signature, v + 27))) {
    return refuse(
      `The session key has signed the operation, but the signature's last byte v is ${v}, which ${validator.name} takes for ${v === 0 ? "a contract's signature" : "nobody's"}.`,
      "Write v as 27 or 28: add 27.",
    );
  }
  if (v === 0) {
    return warning(
      "signature",
      "The signature says that a contract has signed (v is 0); the contract was not asked.",
      "Where a key was to sign, v is 27 or 28.",
    );
  }
  return refuse(
    signer
      ? `The signature recovers to ${signer}, which is not the session's key: another key has signed, or the operation was changed since, or signed for another chain.`
      : `The signature recovers to nobody (v is ${v}).`,
    "Have the session key sign the operation as it is to be sent, for this chain and EntryPoint.",
  );
}

const prefixed = (hash: Hex): Hex => hashMessage({ raw: hash });

function recover(payload: Hex, signature: Hex, v: number): Address | undefined {
  if (v !== 27 && v !== 28) return undefined;
  try {
    const [r, s] = [BigInt(slice(signature, 0, 32)), BigInt(slice(signature, 32, 64))];
    return Secp256k1.recoverAddress({ payload, signature: Signature.from({ r, s, yParity: v - 27 }) });
  } catch {
    return undefined; // it is no point of the curve
  }
}
