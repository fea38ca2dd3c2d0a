import { isAddressEqual, isHex } from "viem";
import type { UserOperation } from "viem/account-abstraction";
import { z } from "zod";
import { observedAccountSchema } from "../../account/accountSchema.ts";
import { parseCalls } from "../../account/parseCalls.ts";
import { complain, parseInput } from "../../config/parseInput.ts";
import { addressSchema } from "../../config/schemas.ts";
import { InvalidInputError } from "../../errors/InvalidInputError.ts";
import type { KeyFiles } from "../../keys/readSessionFiles.ts";
import { isSameHex } from "../../session/isSameHex.ts";
import { enableSignatureSchema, sessionIdSchema } from "../../session/sessionSchema.ts";
import type { World } from "../../world/World.ts";
import { packedBound } from "../explain/readOperation.ts";
import type { Patient } from "../Patient.ts";

const notAnOperation = complain(
  "is not a user operation of EntryPoint v0.7",
  "Give { sender, nonce, callData, signature, … }, its numbers as bigints, as viem prepares it.",
);
const error = complain("is not a patient", "Give { account }, and session, key, calls or operation.");

const patientSchema = z.strictObject(
  {
    account: observedAccountSchema,
    session: sessionIdSchema.optional(),
    key: z.looseObject({ address: addressSchema }, { error }).optional(),
    calls: z.unknown().optional(),
    operation: z
      .custom<UserOperation<"0.7">>((value) => isOperation(value), { error: notAnOperation })
      .optional(),
    enable: enableSignatureSchema.optional(),
    enableSignatures: z.array(enableSignatureSchema).optional(),
    paymaster: z.boolean({ error }).optional(),
    bundler: z
      .custom<Patient["bundler"]>(
        (value) =>
          typeof value === "function" || typeof (value as { request?: unknown })?.request === "function",
        { error: complain("is not a bundler", 'Give http("http://127.0.0.1:4337/rpc"), or leave it out.') },
      )
      .optional(),
    keyFiles: z
      .looseObject({ files: z.custom<KeyFiles>((value) => typeof value === "object") }, { error })
      .optional(),
    clock: z.custom<() => bigint>((value) => typeof value === "function", { error }).optional(),
  },
  { error },
);

/**
 * Checks what is to be diagnosed: what cannot be meant is an error, what is only ill is not.
 *
 * @param world Where the account lives.
 * @param patient What was given.
 * @returns The same.
 * @throws InvalidInputError naming the field.
 */
export function parsePatient({ release }: World, patient: Patient): Patient {
  const parsed = parseInput(patientSchema, patient, "patient") as Patient;
  const { account, session, calls, operation } = parsed;
  const refuse = (field: string, value: unknown, problem: string, remedy: string) =>
    new InvalidInputError([{ field, value, problem, remedy }]);
  if (calls !== undefined && operation !== undefined) {
    throw refuse("calls", "(a list)", "is given beside an operation", "Give one of them.");
  }
  if (operation && !isAddressEqual(operation.sender, account.address)) {
    throw refuse(
      "operation.sender",
      operation.sender,
      `is another account: the one that was given is ${account.address}`,
      "Give the account that the operation is of: its kind, owner and salt decide its address.",
    );
  }
  for (const [name, most] of bounds) {
    const value = operation?.[name];
    if (value === undefined || (typeof value === "bigint" && value >= 0n && value < most)) continue;
    const bits = most === packedBound ? 128 : 256;
    const problem = `is not what EntryPoint v0.7 takes: a bigint of at most ${bits} bits`;
    throw refuse(`operation.${name}`, value, problem, "Give what a bundler estimates, or 0n.");
  }
  if (session?.session && !isSameHex(release.permissionId(session.session), session.permissionId)) {
    throw refuse(
      "session.session",
      "(an object)",
      "is another session than its permissionId says",
      "Give both as they were compiled, or the permissionId alone.",
    );
  }
  return { ...parsed, ...(calls !== undefined && { calls: parseCalls(calls) }) };
}

/** The numbers of an operation, and what they are below (ERC-4337 v0.7, `PackedUserOperation`). */
const bounds = [
  ["nonce", 2n ** 256n],
  ["preVerificationGas", 2n ** 256n],
  ["callGasLimit", packedBound],
  ["verificationGasLimit", packedBound],
  ["maxFeePerGas", packedBound],
  ["maxPriorityFeePerGas", packedBound],
  ["paymasterVerificationGasLimit", packedBound],
  ["paymasterPostOpGasLimit", packedBound],
] as const;

function isOperation(value: unknown): boolean {
  const { sender, nonce, callData, signature } = (value ?? {}) as Partial<Record<string, unknown>>;
  return (
    addressSchema.safeParse(sender).success &&
    typeof nonce === "bigint" &&
    isHex(callData) &&
    isHex(signature)
  );
}
