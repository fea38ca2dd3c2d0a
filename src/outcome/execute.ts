import type { SmartAccountClient } from "permissionless";
import type { Hex } from "viem";
import type { SmartAccount, UserOperation } from "viem/account-abstraction";
import { userOperationHash } from "../account/userOperationHash.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import { awaitReceipt } from "./awaitReceipt.ts";
import { knownError } from "./knownError.ts";
import { outcomeOfError } from "./outcomeOfError.ts";
import { outcomeOfReceipt } from "./outcomeOfReceipt.ts";
import { type OperationParameters, prepareOperation } from "./prepareOperation.ts";
import { type BundlerRefusal, readBundlerError } from "./readBundlerError.ts";

export type { GasLimits, Paymaster } from "./prepareOperation.ts";

/** A user operation by what it is known by. */
export interface SignedOperation {
  readonly userOpHash: Hex;
  /** Key included (ERC-4337). */
  readonly nonce: bigint;
}

/** What {@link execute} needs. */
export interface ExecuteParameters extends OperationParameters {
  /** Is told of the operation when it is signed, and waited for before it is sent. Where it throws, nothing is sent. */
  readonly onSigned?: ((operation: SignedOperation) => Promise<void> | void) | undefined;
}

/**
 * Sends calls as one user operation, and tells what became of it.
 *
 * @param parameters World, client, account, signer and calls.
 * @returns Accepted, or rejected with the reason. A refusal is a value here, not an exception.
 * @throws InvalidInputError for calls that cannot be meant; PaymasterServiceRefusedError and
 * PaymasterServiceUnreachableError, then nothing was sent; OperationDroppedError where the bundler took it and dropped
 * it; ReceiptMissingError where the operation was sent and its
 * receipt is not to be had; SendUnansweredError of a bundler that is {@link remoteBundler}'s where it may be sent; any
 * other error that is not a bundler's refusal.
 */
export async function execute(parameters: ExecuteParameters): Promise<Outcome> {
  const { world, client, account, signer, calls, onSigned } = parameters;
  const { operation, refusal } = await prepareOperation(parameters);
  // Refused while its gas was estimated, with a stub for a signature: what the validator says of it is worth knowing
  // only with the real one.
  const signed = await sign(signer, operation);
  if (refusal) return outcomeOfError(world, account, signed, refusal);

  await onSigned?.({ userOpHash: userOperationHash(world, signed), nonce: signed.nonce });
  return sendSigned({ world, client, account, operation: signed, calls });
}

/** A user operation that is signed. */
export interface SendSignedParameters
  extends Pick<ExecuteParameters, "world" | "client" | "account" | "calls"> {
  readonly operation: UserOperation<"0.7">;
}

/**
 * Sends a user operation as it is, and tells what became of it.
 *
 * @param parameters World, client, account, the operation, and its calls, whose ABIs name errors.
 * @returns Accepted, or rejected with the reason.
 * @throws What {@link execute} throws of an operation that is signed.
 */
export async function sendSigned(parameters: SendSignedParameters): Promise<Outcome> {
  const { world, client, account, operation, calls } = parameters;
  const userOpHash = userOperationHash(world, operation);
  const sent = await send(client, operation, userOpHash, world.contracts.EntryPoint.address);
  if (typeof sent !== "string") return outcomeOfError(world, account, operation, sent);
  return outcomeOfReceipt(world, account, calls, await awaitReceipt(client, sent));
}

/** The operation's hash, or why it was not taken. */
async function send(
  client: SmartAccountClient,
  signed: UserOperation<"0.7">,
  userOpHash: Hex,
  entryPointAddress: Hex,
): Promise<Hex | BundlerRefusal> {
  try {
    return await client.sendUserOperation({ ...signed, entryPointAddress });
  } catch (error) {
    const refusal = readBundlerError(error);
    if (!refusal) throw knownError(error);
    // It has this very operation, from before: what becomes of it is to be waited for.
    return /already known/i.test(refusal.message) ? userOpHash : refusal;
  }
}

async function sign(
  signer: SmartAccount,
  userOperation: UserOperation<"0.7">,
): Promise<UserOperation<"0.7">> {
  const signature: Hex = await signer.signUserOperation(userOperation);
  return { ...userOperation, signature };
}
