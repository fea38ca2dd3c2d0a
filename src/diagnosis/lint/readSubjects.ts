import { type Address, isAddress } from "viem";
import { type InputProblem, InvalidInputError } from "../../errors/InvalidInputError.ts";
import { type AddressWord, isAddressWord, type KnownAddresses } from "../../session/addressWords.ts";
import type { Permission } from "../../session/Permission.ts";
import { parseJson } from "../../session/parseJson.ts";
import { parsePermission } from "../../session/parsePermission.ts";
import { parseSessionsFile } from "../../session/parseSessionsFile.ts";
import { problemsOf } from "../../session/problemsOf.ts";
import { readText } from "../../session/readText.ts";
import { resolveWords } from "../../session/resolveWords.ts";
import { standIns } from "../../session/standIns.ts";
import { groupBy } from "./groupBy.ts";
import { locate, type Places } from "./locate.ts";
import type { Subject } from "./Rule.ts";
import { readRepaired } from "./readRepaired.ts";
import { segmentsOf } from "./segmentsOf.ts";

/** A permission with a name to tell it by, as a program has it. */
export interface NamedPermission {
  readonly name: string;
  readonly permission: Permission;
}

/** What is linted, as it was read. */
export interface Subjects {
  /** The file; undefined where permissions were given as values. */
  readonly file: string | undefined;
  readonly subjects: readonly Subject[];
  /** The same, by their paths. */
  readonly byPath: ReadonlyMap<string, Subject>;
  /** Mistakes that rules explain; no such file is taken. */
  readonly refused: readonly InputProblem[];
  /** Rules that are switched off for all of them. */
  readonly off: Readonly<Record<string, string>>;
  readonly places: Places | undefined;
  /** Whether a path is one of what was written: else its field was left out, or a preset's. */
  isWritten(path: string): boolean;
}

/** Stand for addresses that a file does not say. */
const somebody: Address = "0x000000000000000000000000000000000000dEaD";
const someAccount: Address = "0x00000000000000000000000000000000DeaDACC0";

interface Written {
  readonly sessions: readonly { readonly name: string }[];
}

/**
 * Reads what is to be linted.
 *
 * @param source The path of a sessions file, or permissions.
 * @param now What a `duration` begins at, in Unix seconds.
 * @param known What words stand for, as far as that is known.
 * @returns The sessions, and what was refused of them.
 * @throws InvalidInputError for what no rule explains.
 */
export function readSubjects(
  source: string | readonly NamedPermission[],
  now: bigint,
  known: KnownAddresses,
): Subjects {
  return typeof source === "string" ? ofFile(source, now, known) : ofPermissions(source, now, known);
}

function ofFile(file: string, now: bigint, known: KnownAddresses): Subjects {
  const text = readText(file, "FILE");
  const json = parseJson(text, file);
  const { read, refused } = readRepaired(json, (written) => parseSessionsFile(written, file));
  const { subjectOf, ...rest } = around(json as Written, refused, now);
  const ofPath = groupBy(read.entries, ({ path }) => path);
  const subjects = [...ofPath.values()].map((entries): Subject => {
    const [entry] = entries;
    const target = isAddress(entry.target, { strict: false }) ? entry.target : somebody;
    const own = { sessionKey: somebody, target };
    const { given, unknown } = withoutWords((words) => entry.toPermission({ ...own, ...words }), known);
    const { off = {} } = entry;
    const count = entries.length;
    return subjectOf(entry.path, given, { key: undefined, target: entry.target, count, off, unknown });
  });
  return {
    file,
    subjects,
    byPath: byPathOf(subjects),
    refused,
    off: read.off ?? {},
    places: locate(text),
    ...rest,
  };
}

const byPathOf = (subjects: readonly Subject[]) =>
  new Map(subjects.map((subject) => [subject.path, subject]));

/** A permission with addresses in place of its words, and the words of which is not known what they stand for. */
function withoutWords(toPermission: (known: KnownAddresses) => Permission, known: KnownAddresses) {
  const others = standIns(known.account ?? someAccount);
  const targets = Object.entries(known.targets ?? {}).filter(([, address]) => address !== undefined);
  const given = toPermission({ ...others, targets: { ...others.targets, ...Object.fromEntries(targets) } });
  const unknown = new Map<number, AddressWord>();
  try {
    toPermission(known);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    for (const { field, value } of error.problems) {
      const [, index] = /^argumentRules\[(\d+)\]\.value$/.exec(field) ?? [];
      if (isAddressWord(value)) unknown.set(Number(index), value);
    }
  }
  return { given, unknown };
}

function ofPermissions(
  permissions: readonly NamedPermission[],
  now: bigint,
  known: KnownAddresses,
): Subjects {
  const resolved = permissions.map(({ permission }) =>
    withoutWords((words) => resolveWords(permission, words), known),
  );
  const json = {
    sessions: permissions.map(({ name }, index) => ({ name, ...(resolved[index]?.given as Permission) })),
  };
  const { read, refused } = readRepaired(json, ({ sessions }) => {
    const problems: InputProblem[] = [];
    const owners = new Map<string, number>();
    for (const [index, { name, ...permission }] of sessions.entries()) {
      problemsOf(() => parsePermission(permission, now), `sessions[${index}]`, problems);
      const owner = owners.get(name);
      if (owner === undefined) {
        owners.set(name, index);
        continue;
      }
      const problem = `is the name of sessions[${owner}] as well`;
      const remedy = "Give each session a name of its own.";
      problems.push({ field: `sessions[${index}].name`, value: name, problem, remedy, kind: "repeatedName" });
    }
    const [first, ...rest] = problems;
    if (first) throw new InvalidInputError([first, ...rest]);
    return sessions;
  });
  const { subjectOf, ...rest } = around(json, refused, now);
  const subjects = read.map(({ name: _, ...given }, index) => {
    const unknown = resolved[index]?.unknown ?? new Map();
    const own = { key: given.sessionKey, target: given.target, count: 1, off: {}, unknown };
    return subjectOf(`sessions[${index}]`, given, own);
  });
  return {
    file: undefined,
    subjects,
    byPath: byPathOf(subjects),
    refused,
    off: {},
    places: undefined,
    ...rest,
  };
}

/** What files and values have in common. */
function around(json: Written, refused: readonly InputProblem[], now: bigint) {
  const nameAt = (index: number): string | undefined => {
    const name = json.sessions[index]?.name;
    return typeof name === "string" ? name : undefined;
  };
  const isWritten = (path: string): boolean => {
    let at: unknown = json;
    return segmentsOf(path).every((segment) => {
      at = (at as Record<string | number, unknown> | undefined)?.[segment];
      return at !== undefined;
    });
  };
  const lost = groupBy(
    refused.map(({ field }) => segmentsOf(field)),
    ([, index]) => `sessions[${index}]`,
  );
  const subjectOf = (
    path: string,
    given: Permission,
    own: Pick<Subject, "key" | "target" | "count" | "off" | "unknown">,
  ): Subject => ({
    ...own,
    name: nameAt(Number(segmentsOf(path)[1])) ?? path,
    path,
    given,
    permission: parsePermission(given, now),
    lost: new Set(lost.get(path)?.map(([, , field]) => String(field))),
  });
  return { isWritten, subjectOf };
}
