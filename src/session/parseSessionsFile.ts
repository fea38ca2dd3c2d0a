import { type AbiParameter, type Address, isAddress } from "viem";
import { z } from "zod";
import { parseInput } from "../config/parseInput.ts";
import type { TargetName } from "../deployments/deploymentsSchema.ts";
import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";
import type { Permission } from "./Permission.ts";
import { parseDuration } from "./parseDuration.ts";
import { parseKnown } from "./parseKnown.ts";
import { parsePermission } from "./parsePermission.ts";
import { fromPreset, type PresetName } from "./presets.ts";
import { problemsOf } from "./problemsOf.ts";
import { type ReadAbi, readAbi } from "./readAbi.ts";
import { resolveWords } from "./resolveWords.ts";
import type { ExampleOfEntry, SessionEntry, SessionsFile } from "./SessionsFile.ts";
import {
  type EntryFields,
  namePattern,
  sessionEntrySchema,
  sessionsFileSchema,
} from "./sessionsFileSchema.ts";
import { standIns } from "./standIns.ts";
import { toArguments } from "./toArguments.ts";

/** Stands for addresses that a file does not say. */
const somebody: Address = "0x000000000000000000000000000000000000dEaD";

/** Stands for what words stand for. */
const somewhere = standIns(somebody);

/** What a preset's target is called. */
const targetOfPreset: Readonly<Record<PresetName, TargetName>> = {
  counter: "counter",
  erc20: "token",
  nft: "nft",
  game: "game",
  exchange: "exchange",
  marketplace: "marketplace",
};

/**
 * Checks what a sessions file says; see `readSessionsFile`.
 *
 * @param json What it says.
 * @param file Its path: that of an ABI is relative to it.
 * @returns Its sessions.
 * @throws InvalidInputError, with every problem of every entry by its path.
 */
export function parseSessionsFile(json: unknown, file: string): SessionsFile {
  const problems: InputProblem[] = [];
  const collect = <Result>(path: string, act: () => Result): Result | undefined =>
    problemsOf(act, path, problems);

  const around = collect("", () => parseInput(sessionsFileSchema(z.unknown()), json, "the file"));
  const names: Pick<SessionEntry, "name" | "path">[] = [];
  // What is wrong around the sessions does not hide what is wrong with them.
  const listed: readonly unknown[] = around?.sessions ?? sessionsIn(json);
  const read = listed.map((raw, index) => {
    const path = `sessions[${index}]`;
    const fields = collect(path, () => parseInput(sessionEntrySchema, raw, "")) ?? inOrder(raw);
    if (fields && fields.name === (raw as EntryFields).name) {
      names.push(...namesOf(fields).map((name) => ({ name, path })));
    }
    return fields ? readEntry(file, path, fields, collect) : [];
  });
  const entries = read.flat();
  problems.push(...repeatedNames(names));
  const [first, ...rest] = problems.map(explainKeys).sort(byEntry);
  if (first) throw new InvalidInputError([first, ...rest], { source: file });
  return { file, entries, ...(around?.lint && { off: around.lint.off }) };
}

function sessionsIn(json: unknown): readonly unknown[] {
  const { sessions } = (json ?? {}) as { sessions?: unknown };
  return Array.isArray(sessions) ? sessions : [];
}

/** What of an entry is in order, where the rest says enough by itself: so much can be checked all the same. */
function inOrder(raw: unknown): EntryFields | undefined {
  const { error } = sessionEntrySchema.safeParse(raw);
  const wrong = error?.issues.flatMap((issue) =>
    issue.path.length === 0 && issue.code === "unrecognized_keys" ? issue.keys : [issue.path[0]],
  );
  if (!wrong || ["preset", "function", "abi", undefined].some((field) => wrong.includes(field)))
    return undefined;
  const right = Object.entries(raw as object).filter(([field]) => !wrong.includes(field));
  const stand = {
    ...(wrong.includes("name") && { name: "0" }),
    ...(wrong.includes("target") && { target: somebody }),
  };
  return sessionEntrySchema.safeParse({ ...Object.fromEntries(right), ...stand }).data;
}

const byEntry = (one: InputProblem, other: InputProblem): number => indexOf(one) - indexOf(other);
const indexOf = ({ field }: InputProblem): number => Number(/^sessions\[(\d+)\]/.exec(field)?.[1] ?? -1);

type Collect = <Result>(path: string, act: () => Result) => Result | undefined;

function readEntry(file: string, path: string, fields: EntryFields, collect: Collect): SessionEntry[] {
  const { name: _, preset, target: __, abi: written, count: ___, example, lint, ...limits } = fields;
  const scope = collect(path, () => scopeOf(fields));
  const read: ReadAbi | undefined =
    written === undefined ? undefined : collect(path, () => readAbi(written, file, "abi"));
  if (!scope || (written !== undefined && !read)) return [];

  const toPermission: SessionEntry["toPermission"] = ({
    sessionKey,
    target,
    now,
    account,
    targets,
    network,
  }) => {
    const own = { sessionKey, target, ...limits, ...(read && { abi: read.abi }) } as Permission;
    const known = { account, targets, network };
    const permission = preset
      ? fromPreset(preset, { ...own, ...known })
      : resolveWords(own, parseKnown(known));
    return now === undefined ? permission : lastingFrom(permission, now);
  };
  // Whatever the key is and the target's address, this much can be told of the permission.
  const address = isAddress(scope.target, { strict: false }) ? scope.target : somebody;
  const now = BigInt(Math.floor(Date.now() / 1000));
  const parsed = collect(path, () =>
    parsePermission(toPermission({ sessionKey: somebody, target: address, ...somewhere }), now),
  );
  if (!parsed) return [];
  if (example) collect(path, () => checkExample(example, parsed.function.inputs));

  const common = {
    file,
    path,
    ...(preset && { preset }),
    target: parsed.target === somebody ? scope.target : parsed.target,
    ...read,
    ...(example && { example }),
    ...(lint && { off: lint.off }),
    toPermission,
  };
  const names = namesOf(fields);
  collect(path, () => checkLength(names.at(-1) ?? ""));
  return names.map((name) => ({ name, ...common }));
}

const namesOf = ({ name, count }: EntryFields): readonly string[] =>
  count === undefined ? [name] : Array.from({ length: count }, (_, index) => `${name}-${index + 1}`);

/** An entry says by itself what may be called, or leaves it to a preset. */
function scopeOf({ preset, target, function: called }: EntryFields): Pick<SessionEntry, "target"> {
  const missing = (field: string, remedy: string) => ({
    field,
    value: undefined,
    problem: "is missing",
    remedy,
  });
  const [first, ...rest] = preset
    ? []
    : [
        ...(target === undefined
          ? [missing("target", "Give the contract that may be called, or a preset to start from.")]
          : []),
        ...(called === undefined
          ? [missing("function", "Give the function that may be called, or a preset to start from.")]
          : []),
      ];
  if (first) throw new InvalidInputError([first, ...rest]);
  return { target: (target ?? targetOfPreset[preset as PresetName]) as Address | TargetName };
}

/** A duration is counted from the chain's time, where that is known. */
function lastingFrom({ duration, ...permission }: Permission, now: bigint): Permission {
  const seconds = duration === undefined ? undefined : parseDuration(duration);
  if (duration === undefined || typeof seconds !== "bigint" || permission.validAfter) {
    return { ...permission, ...(duration !== undefined && { duration }) };
  }
  return { ...permission, validUntil: now + seconds };
}

function checkExample({ args }: ExampleOfEntry, inputs: readonly AbiParameter[] | undefined): void {
  if (args === undefined) return;
  const field = "example.args";
  if (inputs === undefined) {
    throw new InvalidInputError([
      {
        field,
        value: args,
        problem: "cannot be encoded without knowing the function's arguments",
        remedy: "Give the function's signature, or the target's ABI.",
      },
    ]);
  }
  const read = toArguments(inputs, args, somewhere);
  if ("problem" in read) throw new InvalidInputError([{ ...read, field: `${field}${read.at}` }]);
}

function checkLength(name: string): void {
  if (namePattern.test(name)) return;
  const remedy = "Give a shorter one.";
  throw new InvalidInputError([
    { field: "name", value: name, problem: "is longer than 40 characters, with its number", remedy },
  ]);
}

function repeatedNames(names: readonly Pick<SessionEntry, "name" | "path">[]): InputProblem[] {
  const owners = new Map<string, string>();
  return names.flatMap(({ name, path }) => {
    const owner = owners.get(name);
    owners.set(name, owner ?? path);
    if (owner === undefined) return [];
    const remedy = "Give each session a name of its own; one with a count takes pay-1, pay-2, …";
    return [
      {
        field: `${path}.name`,
        value: name,
        problem: `is the name of ${owner} as well`,
        remedy,
        kind: "repeatedName",
      },
    ];
  });
}

/** Keys are made where sessions are created, and a salt by the session: a file needs none, and is read by many. */
const ofKeys = /(^|\.)(sessionKey|privateKey|key|mnemonic|seed|secret|salt)$/i;

function explainKeys(problem: InputProblem): InputProblem {
  if (!ofKeys.test(problem.field) || problem.value !== "(not shown)") return problem;
  return {
    ...problem,
    problem: "is not taken from a file: each session is given a fresh one when it is created",
    remedy: "Leave it out; and where it was a private key that is used, use another from now on.",
  };
}
