import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import envPaths from "env-paths";
import { type Hex, keccak256 } from "viem";
import writeFileAtomic from "write-file-atomic";
import { z } from "zod";
import { bytesSchema } from "../../config/schemas.ts";
import { CodeRefusedError, CodeStoreError } from "../../errors/canonical.ts";
import { type CanonicalName, canonicalV1 } from "./canonicalV1.ts";

/** Runtime code that the store keeps. */
export interface StoredCode {
  readonly name: CanonicalName;
  /** The runtime code; its hash is the one that the manifest pins. */
  readonly code: Hex;
  /** Where it comes from: `chain 1946`, `build artifact`. */
  readonly source: string;
}

/** The canonical code that a user's machine holds. */
export type CodeStore = ReadonlyMap<CanonicalName, StoredCode>;

/** Writes a file whole or not at all. */
export type WriteFile = (file: string, text: string) => void;

const fileSchema = z.object({
  codes: z.array(z.object({ name: z.string(), code: bytesSchema, source: z.string() })),
});

/**
 * The file of the code store.
 *
 * @param folder The folder. Default: in the user's cache folder (XDG_CACHE_HOME, or as the system has it).
 * @returns The file's path.
 */
export function codeStoreFile(
  folder: string = envPaths("smart-sessions-harness", { suffix: "" }).cache,
): string {
  return join(folder, "canonical-v1.json");
}

const read = new Map<string, { readonly version: string; readonly store: CodeStore }>();

/**
 * Reads the code store, and holds each code against the hash that the manifest pins.
 *
 * @param folder See {@link codeStoreFile}.
 * @returns What it holds; nothing where there is none.
 * @throws CodeStoreError where it cannot be read, or is not as it was written.
 */
export function readCodeStore(folder?: string): CodeStore {
  const file = codeStoreFile(folder);
  let version: string;
  let text: string;
  try {
    const { mtimeMs, size, ino } = statSync(file);
    version = `${mtimeMs} ${size} ${ino}`;
    const known = read.get(file);
    if (known?.version === version) return known.store;
    text = readFileSync(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return new Map();
    throw new CodeStoreError({ file, problem: "cannot be read", cause });
  }
  const store = parse(file, text);
  read.set(file, { version, store });
  return store;
}

function parse(file: string, text: string): CodeStore {
  let codes: z.output<typeof fileSchema>["codes"];
  try {
    ({ codes } = fileSchema.parse(JSON.parse(text)));
  } catch (cause) {
    throw new CodeStoreError({ file, problem: "is not as it was written", cause });
  }
  return new Map(
    canonicalV1.flatMap(({ name, runtimeCodeHash }) => {
      const stored = codes.find((one) => one.name === name);
      if (!stored) return [];
      if (keccak256(stored.code) !== runtimeCodeHash) {
        const problem = `holds a code of ${name} that is not the one that the manifest pins`;
        throw new CodeStoreError({ file, problem });
      }
      return [[name, { ...stored, name }] as const];
    }),
  );
}

/**
 * Keeps codes in the store beside those that it holds: all of them or none. The file is replaced at once, so
 * whatever goes wrong, what was there before stays.
 *
 * @param codes The codes.
 * @param folder See {@link codeStoreFile}.
 * @param write How the file is written. Default: beside it, and then moved in its place.
 * @returns What the store holds now.
 * @throws CodeRefusedError where a code is not the one that the manifest pins; CodeStoreError where the store
 * cannot be read or written.
 */
export function addToCodeStore(
  codes: readonly StoredCode[],
  folder?: string,
  write: WriteFile = (file, text) => writeFileAtomic.sync(file, text, { mode: 0o600 }),
): CodeStore {
  const refused = codes.flatMap(({ name, code, source }) => {
    const expected = pinned(name);
    const actual = keccak256(code);
    return actual === expected ? [] : [{ name, source, expected, actual }];
  });
  if (refused.length > 0) throw new CodeRefusedError({ refused });
  const file = codeStoreFile(folder);
  const store = new Map([...readCodeStore(folder), ...codes.map((one) => [one.name, one] as const)]);
  try {
    mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
    write(file, `${JSON.stringify({ codes: [...store.values()] }, null, 1)}\n`);
  } catch (cause) {
    throw new CodeStoreError({ file, problem: "cannot be written; what it held before is untouched", cause });
  }
  return store;
}

function pinned(name: CanonicalName): Hex {
  const piece = canonicalV1.find((one) => one.name === name);
  return piece?.runtimeCodeHash ?? "0x";
}
