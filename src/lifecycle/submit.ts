import type { SmartAccountClient } from "permissionless";
import { type Hex, keccak256, toHex } from "viem";
import type { SmartAccount } from "viem/account-abstraction";
import { entryPoint07Abi } from "viem/account-abstraction";
import { UnderfundedError } from "../errors/lifecycle.ts";
import { rewriteSessionFile } from "../keys/rewriteSessionFile.ts";
import type { SessionFile, UnsettledOperation } from "../keys/SessionFile.ts";
import { estimateOperation, type OperationEstimate } from "../outcome/estimateOperation.ts";
import { execute, type SignedOperation } from "../outcome/execute.ts";
import type { Outcome, Rejected } from "../refusal/Outcome.ts";
import type { PaymasterService } from "../submission/paymasterService.ts";
import type { Call } from "../world/Call.ts";
import type { AccountSessions } from "./AccountSessions.ts";

/** What operations are sent by. */
export interface Means {
  /** The bundler's client. */
  readonly client: SmartAccountClient;
  /** Who pays instead of the account. Default: the account does. */
  readonly paymasterService?: PaymasterService | undefined;
}

/** An operation that is to be sent. */
export interface Submission {
  /** Who signs: the account's owner, or a session. */
  readonly signer: SmartAccount;
  /** Read before the state that the calls were chosen by, so that sending again cannot take effect twice. */
  readonly nonce: bigint;
  readonly calls: readonly Call[];
  /** The sessions that it is about: it is written into their files before it is sent. */
  readonly files: readonly SessionFile[];
  /** What it does for them. */
  readonly purpose: UnsettledOperation["purpose"];
}

/**
 * Asks what an operation would take. Nothing is signed.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param submission The operation.
 * @returns Gas, fees and the most that it can cost; or why the bundler does not estimate it.
 * @throws UnderfundedError where that is because the account cannot pay.
 */
export async function estimate(
  sessions: Pick<AccountSessions, "world" | "account">,
  means: Means,
  { signer, nonce, calls }: Pick<Submission, "signer" | "nonce" | "calls">,
): Promise<OperationEstimate | Rejected> {
  const { world, account } = sessions;
  const estimated = await estimateOperation({ world, account, ...means, signer, nonce, calls });
  if (estimated.status === "estimated" || estimated.refusal.rule !== "funds") return estimated;
  if (means.paymasterService) return estimated;
  const available = await readMeans(sessions);
  throw new UnderfundedError({ account: account.address, required: undefined, available });
}

/**
 * Sends an operation so that a process that is killed on the way can be taken up again: what is sent is written into the
 * sessions' files before, and taken out when its outcome is known.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param submission The operation.
 * @returns What became of it.
 * @throws UnderfundedError where the account cannot pay, KeyFolderError where a file cannot be written: nothing was sent;
 * what `execute` throws.
 */
export async function submit(
  sessions: AccountSessions,
  means: Means,
  submission: Submission,
): Promise<Outcome> {
  const { world, account } = sessions;
  const { signer, nonce, calls, files, purpose } = submission;
  const block = await world.client.getBlockNumber();
  const gas = await affordableGas(sessions, means, submission);
  let written: readonly SessionFile[] = [];
  let sent: Hex | undefined;
  const outcome = await execute({
    world,
    account,
    ...means,
    signer,
    nonce,
    calls,
    gas,
    onSigned: ({ userOpHash }: SignedOperation) => {
      const operation = { purpose, userOpHash, nonce, block, calls: callsDigest(calls) };
      written = files.map((file) => {
        const others = file.operations.filter((one) => one.userOpHash !== userOpHash);
        return { ...file, operations: [...others, operation] };
      });
      sent = userOpHash;
      for (const file of written) rewriteSessionFile(file);
    },
  });
  const isMined = outcome.status === "accepted" || outcome.mined !== undefined;
  // What was mined by a nonce displaces all others of that nonce. What was refused is out of the way by itself, and an
  // earlier one may be with the bundler still.
  closeOperations(written, (one) => (isMined ? one.nonce === nonce : one.userOpHash === sent));
  return outcome;
}

/**
 * What tells the calls of one command from those of another.
 *
 * @param calls The calls, in their order.
 * @returns keccak256 of targets, values and data.
 */
export function callsDigest(calls: readonly Call[]): Hex {
  const parts = calls.map(
    ({ to, value = 0n, data = "0x" }) => `${to.toLowerCase()} ${value} ${data.toLowerCase()}`,
  );
  return keccak256(toHex(parts.join("\n")));
}

/**
 * Takes operations that are over out of sessions' files.
 *
 * @param files The files; those without one are left as they are.
 * @param isOver Which operations are over.
 * @throws KeyFolderError.
 */
export function closeOperations(
  files: readonly SessionFile[],
  isOver: (operation: UnsettledOperation) => boolean,
): void {
  for (const file of files) {
    const operations = file.operations.filter((one) => !isOver(one));
    if (operations.length < file.operations.length) rewriteSessionFile({ ...file, operations });
  }
}

/**
 * The gas that an operation takes, where the account has the means for it; undefined where somebody else pays, or the
 * bundler refuses to estimate it: it is asked again then, and its refusal explained with the real signature.
 *
 * @throws UnderfundedError
 */
async function affordableGas(sessions: AccountSessions, means: Means, submission: Submission) {
  if (means.paymasterService) return undefined;
  const estimated = await estimate(sessions, means, submission);
  if (estimated.status === "rejected") return undefined;
  const value = submission.calls.reduce((sum, call) => sum + (call.value ?? 0n), 0n);
  const required = estimated.prefund + value;
  const available = await readMeans(sessions);
  const { address: account } = sessions.account;
  if (available < required) throw new UnderfundedError({ account, required, available });
  const { callGasLimit, verificationGasLimit, preVerificationGas, maxFeePerGas, maxPriorityFeePerGas } =
    estimated.operation;
  return { callGasLimit, verificationGasLimit, preVerificationGas, maxFeePerGas, maxPriorityFeePerGas };
}

/** In wei: what an account can pay with, its deposit at EntryPoint included. */
async function readMeans({ world, account }: Pick<AccountSessions, "world" | "account">): Promise<bigint> {
  const [balance, deposit] = await Promise.all([
    world.client.getBalance({ address: account.address }),
    world.client.readContract({
      address: world.contracts.EntryPoint.address,
      abi: entryPoint07Abi,
      functionName: "balanceOf",
      args: [account.address],
    }),
  ]);
  return balance + deposit;
}
