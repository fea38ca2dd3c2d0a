import type { Hex } from "viem";
import { KeyFolderError } from "../errors/keys.ts";
import { BatchTooLargeError } from "../errors/lifecycle.ts";
import { addSessionFiles } from "../keys/addSessionFiles.ts";
import { signFile } from "../keys/fileProof.ts";
import { openKey } from "../keys/openKey.ts";
import { readSessionFiles } from "../keys/readSessionFiles.ts";
import type { SessionFile } from "../keys/SessionFile.ts";
import { sealKeys } from "../keys/sealKeys.ts";
import type { Outcome } from "../refusal/Outcome.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { confirm } from "./confirm.ts";
import { type Fit, fitBatch } from "./fitBatch.ts";
import type { CreatePlan } from "./planCreate.ts";
import { closeOperations, type Means, submit } from "./submit.ts";

/** How a batch is created. */
export interface CreateOptions {
  /** Gives what the new keys are encrypted by; it is asked for where there are any. */
  readonly passphrase: () => Promise<string>;
  /** Whether several operations are sent where one has no room for all. Default: no. */
  readonly split?: boolean;
  /** scrypt's N; less than the default is for tests alone. */
  readonly scryptN?: number;
  /** Is told how far it is. */
  readonly onProgress?: (text: string) => void;
}

/** What became of a batch. */
export interface Created {
  /** Enabled by this: new ones, and those that an interrupted command had left. */
  readonly created: readonly SessionFile[];
  /** Not enabled: the operation that was to do it was refused, and no further one was sent. Their keys are kept. */
  readonly left: readonly SessionFile[];
  /** Were enabled already. */
  readonly present: readonly SessionFile[];
  /** Of each operation that was sent. */
  readonly outcomes: readonly Outcome[];
}

/**
 * Creates a batch of sessions: their keys are written, encrypted, before anything is sent, so that no session is enabled
 * whose key is not kept. Done again, it goes on where it was interrupted, and creates nothing twice.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param plan See `planCreate`.
 * @param options Passphrase, and whether the batch may be split.
 * @returns What became of it; the chain was asked whether the sessions are enabled.
 * @throws BatchTooLargeError with the number that fits, before anything is written or sent; KeyFolderError where the
 * keys cannot be written: nothing was sent; NotConfirmedError; what `submit` throws.
 */
export async function createSessions(
  sessions: AccountSessions,
  means: Means,
  plan: CreatePlan,
  { passphrase, split = false, scryptN, onProgress = () => {} }: CreateOptions,
): Promise<Created> {
  const { account } = sessions;
  const { drafts, resumed, present } = plan;
  closeOperations(present, ({ purpose }) => purpose === "create");
  const wanted = [...resumed, ...drafts.map(({ file }) => file)];
  if (wanted.length === 0) return { created: [], left: [], present, outcomes: [] };

  onProgress(`asking what ${wanted.length} sessions would take`);
  const size = await batchSize(sessions, means, { nonce: plan.nonce, files: wanted, split });
  const secret = await passphrase();
  // A file that was left is taken up by whoever knows its passphrase: nobody else has put it there.
  for (const file of resumed) openKey(file, secret);
  const fresh = drafts.length === 0 ? [] : await seal(drafts, secret, scryptN);
  refuseTaken(sessions, drafts);
  addSessionFiles(fresh);

  const waiting = [...resumed, ...fresh];
  const outcomes: Outcome[] = [];
  const created: SessionFile[] = [];
  for (let nonce = plan.nonce; created.length < waiting.length; nonce += 1n) {
    const files = waiting.slice(created.length, created.length + size);
    onProgress(`sending: ${files.map(({ name }) => name).join(", ")}`);
    const outcome = await submit(sessions, means, {
      signer: account.smartAccount,
      nonce,
      calls: callsOf(sessions, files),
      files,
      purpose: "create",
    });
    outcomes.push(outcome);
    if (outcome.status === "rejected") break;
    await confirm(sessions, files.map(idOf), true, outcome);
    created.push(...files);
  }
  return { created, left: waiting.slice(created.length), present, outcomes };
}

async function seal(
  drafts: CreatePlan["drafts"],
  passphrase: string,
  scryptN: number | undefined,
): Promise<readonly SessionFile[]> {
  const keys = drafts.map(({ privateKey }) => privateKey);
  const keystores = await sealKeys(keys, passphrase, scryptN);
  return drafts.map(({ file, privateKey }, index) => ({
    ...file,
    proof: signFile(file, privateKey),
    keystore: keystores[index] as SessionFile["keystore"],
  }));
}

/** Another command may have taken a name while this one was making keys. */
function refuseTaken({ folder }: AccountSessions, drafts: CreatePlan["drafts"]): void {
  const { sessions } = readSessionFiles(folder);
  for (const { file } of drafts) {
    const other = sessions.find(
      ({ name, permissionId }) => name === file.name && permissionId !== file.replaces,
    );
    if (!other) continue;
    const problem = `holds a session ${file.name} that another command has created meanwhile`;
    throw new KeyFolderError({ folder, problem });
  }
}

/**
 * Asks what creating a batch would take. Nothing is written, signed or sent.
 *
 * @param sessions The account.
 * @param means The bundler.
 * @param plan See `planCreate`.
 * @returns How many fit into one operation, and what those take; undefined where there is nothing to create.
 */
export async function estimateCreate(
  sessions: AccountSessions,
  means: Means,
  { nonce, drafts, resumed }: CreatePlan,
): Promise<Fit | undefined> {
  const files = [...resumed, ...drafts.map(({ file }) => file)];
  return files.length === 0 ? undefined : measure(sessions, means, nonce, files);
}

const measure = (sessions: AccountSessions, means: Means, nonce: bigint, files: readonly FileToEnable[]) =>
  fitBatch(sessions, means, {
    signer: sessions.account.smartAccount,
    nonce,
    items: files,
    callsOf: (some) => callsOf(sessions, some),
  });

/** How many sessions an operation is given. */
async function batchSize(
  sessions: AccountSessions,
  means: Means,
  { nonce, files, split }: { nonce: bigint; files: readonly FileToEnable[]; split: boolean },
): Promise<number> {
  const { count, reason = "" } = await measure(sessions, means, nonce, files);
  // Not even one: it is not for their number, and sending it tells why.
  if (count === 0 || count === files.length) return files.length;
  if (split) return count;
  throw new BatchTooLargeError({ asked: files.length, fitting: count, reason });
}

type FileToEnable = Pick<SessionFile, "session">;

/**
 * The owner's calls that enable sessions.
 *
 * @param sessions The account.
 * @param files The sessions.
 * @returns One call for all.
 */
export const callsOf = ({ world }: Pick<AccountSessions, "world">, files: readonly FileToEnable[]) => [
  world.release.encodeEnable(files.map(({ session }) => session)),
];

const idOf = ({ permissionId }: SessionFile): Hex => permissionId;
