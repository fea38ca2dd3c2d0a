import { randomBytes } from "node:crypto";
import { getOwnableValidator } from "@rhinestone/module-sdk";
import { bytesToHex, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { RotationError } from "../errors/lifecycle.ts";
import { addSessionFiles } from "../keys/addSessionFiles.ts";
import { signFile } from "../keys/fileProof.ts";
import { openKey } from "../keys/openKey.ts";
import type { SessionFile } from "../keys/SessionFile.ts";
import { sealKeys } from "../keys/sealKeys.ts";
import { sessionFilePath } from "../keys/sessionFilePath.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import { hashSession } from "../session/hashSession.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { confirm } from "./confirm.ts";
import { callsOf } from "./createSessions.ts";
import { readOwnStatuses } from "./readStatuses.ts";
import { callsThatRevoke } from "./revokeSessions.ts";
import { type Settlement, settle } from "./settle.ts";
import { closeOperations, type Means, submit } from "./submit.ts";

/** What rotating a session comes to. */
export interface RotatePlan {
  /** Of the account's owner; read before all else. */
  readonly nonce: bigint;
  /** The session whose key is replaced. */
  readonly old: SessionFile;
  /** The session that takes its place, where an interrupted command has left its key. */
  readonly successor: SessionFile | undefined;
  /** The rotation that was interrupted, and has taken effect: there is nothing to do. */
  readonly done: Settlement | undefined;
}

/** What became of a rotation. */
export interface Rotated {
  readonly old: SessionFile;
  readonly successor: SessionFile;
  /** Undefined where an interrupted rotation had taken effect before. */
  readonly outcome: Outcome | undefined;
}

/**
 * Finds what is still to be done to rotate a session. Nothing is written or sent.
 *
 * @param sessions The account.
 * @param files This machine's files of its sessions.
 * @param file The session that the name stands for now.
 * @returns The plan.
 * @throws RotationError where the session cannot be rotated: it is not enabled, or over.
 */
export async function planRotate(
  sessions: AccountSessions,
  files: readonly SessionFile[],
  file: SessionFile,
): Promise<RotatePlan> {
  const nonce = await sessions.account.smartAccount.getNonce();
  const { operations, replaces } = file;
  for (const operation of operations.filter(({ purpose }) => purpose === "rotate")) {
    const old = files.find(({ permissionId }) => permissionId === replaces);
    const done = await settle(sessions, operation);
    if (old && done.result === "took effect") return { nonce, old, successor: file, done };
  }
  const [status] = await readOwnStatuses(sessions, [file]);
  const state = status?.state ?? "not enabled";
  if (!["active", "not yet valid", "used up"].includes(state))
    throw new RotationError({ name: file.name, state });
  const successors = files.filter((one) => one.replaces === file.permissionId && one.name === file.name);
  const states = await readOwnStatuses(sessions, successors);
  const left = states.find((one) => one.file && one.state === "not enabled")?.file;
  return { nonce, old: file, successor: left, done: undefined };
}

/**
 * Gives a session a new key: a session with the same permission and a fresh key is enabled, and the old one revoked, in
 * one operation. Its counters begin anew. The key is written, encrypted, before anything is sent. Done again after an
 * interruption, it goes on with the key that is there.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param plan See {@link planRotate}.
 * @param options Gives what the new key is encrypted by, which has to open the old one; scrypt's N, which is less for tests
 * alone.
 * @returns What became of it; the chain was asked about both sessions.
 * @throws WrongPassphraseError, KeyFolderError where the key cannot be written: nothing was sent; NotConfirmedError; what `submit` throws.
 */
export async function rotateSession(
  sessions: AccountSessions,
  means: Means,
  { nonce, old, successor: left, done }: RotatePlan,
  { passphrase, scryptN }: { readonly passphrase: () => Promise<string>; readonly scryptN?: number },
): Promise<Rotated> {
  if (done && left) {
    closeOperations([left], ({ purpose }) => purpose === "rotate");
    return { old, successor: left, outcome: undefined };
  }
  const secret = await passphrase();
  // What is kept of either is taken for what was granted: by the passphrase, nobody has changed it meanwhile.
  for (const file of left ? [old, left] : [old]) openKey(file, secret);
  const successor = left ?? (await makeSuccessor(sessions, old, secret, scryptN));
  if (!left) addSessionFiles([successor]);
  const outcome = await submit(sessions, means, {
    signer: sessions.account.smartAccount,
    nonce,
    calls: callsThatRotate(sessions, old, successor),
    files: [successor],
    purpose: "rotate",
  });
  if (outcome.status === "accepted") {
    await confirm(sessions, [successor.permissionId], true, outcome);
    await confirm(sessions, [old.permissionId], false, outcome);
  }
  return { old, successor, outcome };
}

/**
 * The owner's calls that put a session in another's place.
 *
 * @param sessions The account.
 * @param old The session that ends.
 * @param successor The session that begins.
 * @returns The calls, in their order.
 */
export const callsThatRotate = (
  sessions: Pick<AccountSessions, "world">,
  old: Pick<SessionFile, "permissionId">,
  successor: Pick<SessionFile, "session">,
) => [...callsOf(sessions, [successor]), ...callsThatRevoke(sessions, [old])];

async function makeSuccessor(
  sessions: AccountSessions,
  old: SessionFile,
  passphrase: string,
  scryptN: number | undefined,
): Promise<SessionFile> {
  const privateKey = generatePrivateKey();
  const [keystore] = await sealKeys([privateKey], passphrase, scryptN);
  if (!keystore) throw new RangeError("the key was not encrypted");
  const block = await sessions.world.client.getBlockNumber();
  const file = { ...succeed(sessions, old, privateKeyToAddress(privateKey)), block };
  return { ...file, proof: signFile(file, privateKey), keystore };
}

/**
 * The session that takes another's place: the same permission, another key and salt.
 *
 * @param sessions The account.
 * @param old The session that ends.
 * @param key The new key's address.
 * @returns Its file, with the old one's keystore and proof still.
 */
export function succeed(
  { world, folder }: Pick<AccountSessions, "world" | "folder">,
  old: SessionFile,
  key: SessionFile["key"],
): SessionFile {
  const session = {
    ...old.session,
    sessionValidatorInitData: getOwnableValidator({ threshold: 1, owners: [key] }).initData,
    salt: bytesToHex(randomBytes(32)) as Hex,
  };
  const permissionId = world.release.permissionId(session);
  return {
    ...old,
    operations: [],
    file: sessionFilePath(folder, permissionId),
    permissionId,
    key,
    session,
    sessionHash: hashSession(world, session),
    enforcement: old.enforcement.map((one) => (one.field === "sessionKey" ? { ...one, value: key } : one)),
    createdAt: BigInt(Date.now()),
    replaces: old.permissionId,
  };
}
