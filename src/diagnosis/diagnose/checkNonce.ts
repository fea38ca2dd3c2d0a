import { numberToHex } from "viem";
import type { Finding } from "../Diagnosis.ts";
import type { Examination } from "./Examination.ts";
import { failure, ok, unread } from "./finding.ts";

const rebuild = "Build the operation anew with the nonce that EntryPoint gives for this key (getNonce).";

/**
 * Whether the operation's nonce hands it to SmartSession, and is the next one.
 *
 * @param examination What was read.
 * @returns The finding; none where neither an operation nor a session is given.
 */
export function checkNonce({
  world,
  patient: { account, operation },
  session,
  isHandedOver,
  nextNonce,
}: Examination): Finding | undefined {
  if (!operation && !session) return undefined;
  const module = world.contracts.SmartSession.address;
  if (operation && session && !isHandedOver) {
    return failure(
      "nonce",
      `The operation's nonce key ${hex(operation.nonce >> 64n)} hands it to another validator than SmartSession, whose key on a ${account.kind} account is ${hex(account.nonceKey(module))}.`,
      "Take the nonce that EntryPoint gives for SmartSession's key: the account of toSessionAccount does.",
      "nonce",
    );
  }
  if ("unread" in nextNonce) return unread("nonce", "The next nonce", nextNonce.unread);
  const next = nextNonce.value;
  if (!operation)
    return ok("nonce", `The next operation of the account's sessions has the nonce ${hex(next)}.`);
  const [place, expected] = [sequenceOf(operation.nonce), sequenceOf(next)];
  if (place < expected) {
    return failure(
      "nonce",
      `The nonce was used: it is number ${place} of its key, and the next is ${expected} (AA25).`,
      `The operation was mined before, or another was. ${rebuild}`,
      "nonce",
    );
  }
  if (place > expected) {
    return failure(
      "nonce",
      `The nonce is number ${place} of its key, and the next is ${expected} (AA25): others have to be mined first.`,
      `Wait until they are mined. Where there are none, this one is never taken. ${rebuild}`,
      "nonce",
    );
  }
  return ok("nonce", `The nonce is the next one of its key (number ${place}).`);
}

const hex = (value: bigint): string => numberToHex(value);
const sequenceOf = (nonce: bigint): bigint => nonce & (2n ** 64n - 1n);
