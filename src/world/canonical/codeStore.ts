import { mkdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import envPaths from "env-paths";
import { type Hex, keccak256 } from "viem";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { readEnvironment } from "../../config/environment.ts";
import { bytesSchema } from "../../config/schemas.ts";
import { CodeRefusedError, CodeStoreError, type RefusedCode } from "../../errors/canonical.ts";
import { type CanonicalContract, canonicalV1 } from "./canonicalV1.ts";

/** Runtime code that the store keeps. */
export interface StoredCode {
  /** The piece, as the manifest calls it. */
  readonly name: string;
  /** The runtime code; its hash is the one that the manifest pins. */
  readonly code: Hex;
  /** Where it comes from: `chain 1946`, `build artifact`. */
  readonly source: string;
}

/** The canonical code that a user's machine holds, by the piece's name. */
export type CodeStore = ReadonlyMap<string, StoredCode>;

/** Writes a file whole or not at all. */
export type WriteFile = (file: string, text: string) => void;

const fileSchema = z.object({
  codes: z.array(z.object({ name: z.string(), code: bytesSchema, source: z.string() })),
});

/**
 * The file of the code store.
 *
 * @param folder The folder. Default: what the environment says (SMART_SESSIONS_CODE_STORE), else in the user's cache
 * folder (XDG_CACHE_HOME, or as the system has it).
 * @returns The file's path.
 */
export function codeStoreFile(folder: string = defaultFolder()): string {
  return join(folder, "canonical-v1.json");
}

const defaultFolder = () =>
  readEnvironment(process.env).codeStore ?? envPaths("smart-sessions-harness", { suffix: "" }).cache;

interface Read {
  /** Which state of the file it was. */
  readonly version: string;
  readonly store: CodeStore;
}

/** A world is made of the same store again and again: it is read and hashed once. */
const read = new WeakMap<readonly CanonicalContract[], Map<string, Read>>();

/**
 * Reads the code store, and holds each code against the hash that the manifest pins.
 *
 * @param folder See {@link codeStoreFile}.
 * @param manifest The pieces. Default: those of SmartSession v1.
 * @returns What it holds of the manifest; nothing where there is none.
 * @throws CodeStoreError where it cannot be read, or is not as it was written.
 */
export function readCodeStore(
  folder?: string,
  manifest: readonly CanonicalContract[] = canonicalV1,
): CodeStore {
  const file = codeStoreFile(folder);
  const version = versionOf(file);
  if (version === undefined) return new Map();
  const ofManifest = read.get(manifest) ?? new Map<string, Read>();
  const known = ofManifest.get(file);
  if (known?.version === version) return known.store;
  const store = verified(file, readStoredCodes(folder), manifest);
  read.set(manifest, ofManifest.set(file, { version, store }));
  return store;
}

/**
 * Reads what stands in the code store, whatever it is.
 *
 * @param folder See {@link codeStoreFile}.
 * @returns The codes, not held against any hash; none where there is no store.
 * @throws CodeStoreError where it cannot be read, or is not as it was written.
 */
export function readStoredCodes(folder?: string): readonly StoredCode[] {
  const file = codeStoreFile(folder);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (cause) {
    return absentOrUnreadable(file, cause) ?? [];
  }
  try {
    return fileSchema.parse(JSON.parse(text)).codes;
  } catch (cause) {
    throw new CodeStoreError({ file, problem: "is not as it was written", cause });
  }
}

function versionOf(file: string): string | undefined {
  try {
    const { mtimeMs, size, ino } = statSync(file);
    return `${mtimeMs} ${size} ${ino}`;
  } catch (cause) {
    return absentOrUnreadable(file, cause);
  }
}

function absentOrUnreadable(file: string, cause: unknown): undefined {
  if ((cause as NodeJS.ErrnoException).code === "ENOENT") return;
  throw new CodeStoreError({ file, problem: `cannot be read (${reasonOf(cause)})`, cause });
}

/** `EISDIR`, `EACCES`: what the system says. */
function reasonOf(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException;
  return code ?? message;
}

function verified(
  file: string,
  codes: readonly StoredCode[],
  manifest: readonly CanonicalContract[],
): CodeStore {
  return new Map(
    manifest.flatMap(({ name, runtimeCodeHash }) => {
      const stored = codes.find((one) => one.name === name);
      if (!stored) return [];
      if (keccak256(stored.code) !== runtimeCodeHash) {
        const problem = `holds a code of ${name} that is not the one that the manifest pins`;
        throw new CodeStoreError({ file, problem });
      }
      return [[name, stored] as const];
    }),
  );
}

/**
 * Keeps codes in the store beside those that it holds: all of them or none. The file is replaced at once, so
 * whatever goes wrong, what was there before stays.
 *
 * @param codes The codes; where there are none, nothing is written.
 * @param folder See {@link codeStoreFile}.
 * @param write How the file is written. Default: beside it, and then moved in its place.
 * @param manifest The pieces. Default: those of SmartSession v1.
 * @returns What the store holds now.
 * @throws CodeRefusedError where a code is not the one that the manifest pins; CodeStoreError where the store
 * cannot be read or written.
 */
export function addToCodeStore(
  codes: readonly StoredCode[],
  folder?: string,
  write: WriteFile = (file, text) => writeFileAtomic.sync(file, text, { mode: 0o600 }),
  manifest: readonly CanonicalContract[] = canonicalV1,
): CodeStore {
  const refused = codes.flatMap((one) => refusalOf(one, manifest) ?? []);
  if (refused.length > 0) throw new CodeRefusedError({ refused });
  const held = readCodeStore(folder, manifest);
  if (codes.length === 0) return held;
  const file = codeStoreFile(folder);
  const store = new Map([...held, ...codes.map((one) => [one.name, one] as const)]);
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    write(file, `${JSON.stringify({ codes: [...store.values()] }, null, 1)}\n`);
  } catch (cause) {
    throw new CodeStoreError({
      file,
      problem: `cannot be written (${reasonOf(cause)}); what it held before is untouched`,
      cause,
    });
  }
  return store;
}

function refusalOf(
  { name, code, source }: StoredCode,
  manifest: readonly CanonicalContract[],
): RefusedCode | undefined {
  const piece = manifest.find((one) => one.name === name);
  const expected = piece?.runtimeCodeHash ?? "0x";
  const actual = keccak256(code);
  if (actual === expected) return;
  return { name, source, expected, actual };
}
