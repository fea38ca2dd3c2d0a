import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem";
import { generatePrivateKey, privateKeyToAddress } from "viem/accounts";
import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";
import { SmartSessionNotInstalledError } from "../errors/lifecycle.ts";
import type { SessionFile } from "../keys/SessionFile.ts";
import { sessionFilePath } from "../keys/sessionFilePath.ts";
import type { KnownAddresses } from "../session/addressWords.ts";
import { compileEntries } from "../session/compileEntries.ts";
import type { CompiledPermission } from "../session/compilePermission.ts";
import type { SessionEntry } from "../session/SessionsFile.ts";
import { chainTime } from "../world/clock.ts";
import type { AccountSessions } from "./AccountSessions.ts";
import { currentOf } from "./findSessions.ts";
import { readOwnStatuses } from "./readStatuses.ts";
import type { LifecycleState } from "./SessionStatus.ts";

/** A session that has no file yet, and its key as it must not be written. */
export interface Draft {
  readonly file: Omit<SessionFile, "keystore" | "proof">;
  readonly privateKey: Hex;
}

/** What creating a batch comes to. */
export interface CreatePlan {
  /** Of the account's owner; read before all else. */
  readonly nonce: bigint;
  /** Sessions that are new. */
  readonly drafts: readonly Draft[];
  /** Sessions whose keys an interrupted command has left, and which the chain does not have. */
  readonly resumed: readonly SessionFile[];
  /** Sessions that are enabled already. */
  readonly present: readonly SessionFile[];
}

/** Sessions that are there, whatever their limits have left. */
const standing: readonly LifecycleState[] = ["active", "not yet valid", "expired", "used up"];

/**
 * Finds what of a batch is still to be created, and makes keys for it, in memory. Nothing is written or sent.
 *
 * @param sessions The account.
 * @param files This machine's files of its sessions.
 * @param batch The entries of a sessions file, the address of each one's target, and where deployed targets stand that
 * argument rules name.
 * @returns The plan.
 * @throws SmartSessionNotInstalledError; InvalidInputError for what cannot be granted, and for a name that another
 * session has, or had.
 */
export async function planCreate(
  sessions: AccountSessions,
  files: readonly SessionFile[],
  {
    entries,
    targetOf,
    targets,
    network,
  }: {
    entries: readonly SessionEntry[];
    targetOf(entry: SessionEntry): Address;
  } & Pick<KnownAddresses, "targets" | "network">,
): Promise<CreatePlan> {
  const { world, account } = sessions;
  const nonce = await account.smartAccount.getNonce();
  const smartSession = world.contracts.SmartSession.address;
  if (!(await account.isInstalled(smartSession))) {
    throw new SmartSessionNotInstalledError({ account: account.address });
  }
  const [block, now] = await Promise.all([world.client.getBlockNumber(), chainTime(world)]);
  const keys = entries.map(() => generatePrivateKey());
  const knownAddresses = { account: account.address, targets, network };
  const keyOf = (_: SessionEntry, index: number) => privateKeyToAddress(keys[index] as Hex);
  const compiled = compileEntries(world, entries, { keyOf, targetOf, now, ...knownAddresses });

  const named = await Promise.all(entries.map(({ name }) => currentOf(sessions, files, name)));
  const known = named.filter((file) => file !== undefined);
  const statuses = await readOwnStatuses(sessions, known);
  const plan = { drafts: [] as Draft[], resumed: [] as SessionFile[], present: [] as SessionFile[] };
  const problems: InputProblem[] = [];
  const begun = BigInt(Date.now());
  for (const [index, entry] of entries.entries()) {
    const permission = compiled[index] as CompiledPermission;
    const written = digestOf(entry, targetOf(entry), knownAddresses);
    const file = named[index];
    const status = file && statuses.find(({ permissionId }) => permissionId === file.permissionId);
    // What never was enabled, and is over, is no longer what was asked for: it is made anew.
    const isOver = status?.state === "not enabled" && (endOf(file as SessionFile) ?? now) < now;
    if (!file || !status || isOver) {
      const privateKey = keys[index] as Hex;
      // A millisecond apart: a batch is listed in its order.
      const createdAt = begun + BigInt(index);
      const replaces = file && { replaces: file.permissionId };
      const made = { name: entry.name, written, block, createdAt, ...replaces };
      plan.drafts.push({ privateKey, file: toFile(sessions, permission, made) });
    } else if (file.written !== written) {
      problems.push(taken(entry, "is the name of a session with another permission"));
    } else if (standing.includes(status.state)) {
      plan.present.push(file);
    } else if (status.state === "not enabled") {
      plan.resumed.push(file);
    } else {
      problems.push(taken(entry, `is the name of a session that is ${status.state}`));
    }
  }
  const [first, ...rest] = problems;
  if (first) throw new InvalidInputError([first, ...rest], { source: entries[0]?.file });
  return { nonce, ...plan };
}

/** The permission as it was written, whatever its key and the time of day. */
function digestOf(entry: SessionEntry, target: Address, known: KnownAddresses): Hex {
  const permission = entry.toPermission({ sessionKey: zeroAddress, target, ...known });
  const text = JSON.stringify(permission, (_, value) => {
    if (typeof value === "bigint") return String(value);
    const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
    return isRecord ? Object.fromEntries(Object.entries(value).sort()) : value;
  });
  return keccak256(toHex(text));
}

const endOf = ({ enforcement }: SessionFile): bigint | undefined => {
  const end = enforcement.find(({ field }) => field === "validUntil")?.value;
  return end ? BigInt(end) : undefined;
};

const taken = ({ name, path }: SessionEntry, problem: string): InputProblem => ({
  field: `${path}.name`,
  value: name,
  problem,
  remedy: "Give another name: a session keeps its own, for its key file and what its key did.",
});

/**
 * What is kept of a session.
 *
 * @param sessions The account.
 * @param permission The session, as compiled.
 * @param made Its name, the digest of its permission, when and after which block it was made, what it replaces.
 * @returns Its file, without what its key is needed for.
 */
function toFile(
  { world, account, folder }: AccountSessions,
  { permission, permissionId, session, sessionHash, enforcement }: CompiledPermission,
  made: Pick<SessionFile, "name" | "written" | "block" | "createdAt" | "replaces">,
): Omit<SessionFile, "keystore" | "proof"> {
  const { selector, signature, inputs } = permission.function;
  return {
    ...made,
    file: sessionFilePath(folder, permissionId),
    permissionId,
    key: permission.sessionKey,
    chainId: world.chainId,
    release: world.release.name,
    account: {
      address: account.address,
      kind: account.kind,
      owner: account.owner.address,
      salt: account.salt,
    },
    session,
    sessionHash,
    function: { selector, ...(signature && { signature }), ...(inputs && { inputs }) },
    enforcement: enforcement.map(({ value, ...one }) => ({
      ...one,
      value: value === null ? null : String(value),
    })),
    operations: [],
  };
}
