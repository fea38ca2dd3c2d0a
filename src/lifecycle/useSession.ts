import type { LocalAccount } from "viem";
import type { SessionFile, UnsettledOperation } from "../keys/SessionFile.ts";
import { type ExplainedPrediction, predictUse } from "../outcome/predictUse.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import { toSessionAccount } from "../session/toSessionAccount.ts";
import type { Call } from "../world/Call.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { type Settlement, settle } from "./settle.ts";
import { callsDigest, closeOperations, type Means, submit } from "./submit.ts";

/** A use of a session. */
export interface SessionUse {
  readonly file: SessionFile;
  readonly calls: readonly Call[];
  /** Whether it is sent where a refusal is predicted. Default: no. */
  readonly force?: boolean;
}

/** What became of a use. */
export interface Used {
  /** What was predicted; undefined where nothing was asked because of `interrupted`. */
  readonly prediction: ExplainedPrediction | undefined;
  /** Undefined where nothing was sent. */
  readonly outcome: Outcome | undefined;
  /**
   * Uses that commands were interrupted at, and that were mined; they are told once. Where one made the same calls, whoever
   * repeats the command means that one, so no other is sent.
   */
  readonly interrupted: readonly Settlement[];
}

/**
 * Uses a session: what would become of it is predicted first, and what would be refused is not sent.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param use The session's file, the calls, and whether a predicted refusal is sent all the same.
 * @param key The session's key.
 * @returns Prediction and outcome.
 * @throws What `submit` throws.
 */
export async function useSession(
  sessions: AccountSessions,
  means: Means,
  { file, calls, force = false }: SessionUse,
  key: LocalAccount,
): Promise<Used> {
  const { world, account } = sessions;
  const signer = toSessionAccount(world, account, file, key);
  const nonce = await signer.getNonce();
  const uses = file.operations.filter(({ purpose }) => purpose === "use");
  const settled = await Promise.all(uses.map((operation) => settle(sessions, operation)));
  const mined = settled.filter(({ result }) => result === "took effect" || result === "failed");
  const same = mined.find((one) => one.calls === callsDigest(calls));
  const told = same ? [same] : mined;
  const isTold = ({ userOpHash }: UnsettledOperation) => told.some((one) => one.userOpHash === userOpHash);
  if (same) {
    closeOperations([file], isTold);
    return { prediction: undefined, outcome: undefined, interrupted: told };
  }
  const prediction = await predictUse(world, {
    account,
    permissionId: file.permissionId,
    session: file.session,
    signer: key.address,
    calls,
    paymaster: means.paymasterService !== undefined,
  });
  if (prediction.status === "rejected" && !force)
    return { prediction, outcome: undefined, interrupted: told };
  const rest = { ...file, operations: file.operations.filter((one) => !isTold(one)) };
  const outcome = await submit(sessions, means, { signer, nonce, calls, files: [rest], purpose: "use" });
  return { prediction, outcome, interrupted: told };
}
