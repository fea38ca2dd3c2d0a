import { z } from "zod";
import { type InputProblem, InvalidInputError, type ProblemKind } from "../errors/InvalidInputError.ts";

/** What a schema says of a value that it refuses: what is wrong, and what to give instead. */
export interface Complaint {
  readonly problem: string;
  readonly remedy: string;
  readonly kind?: ProblemKind;
}

/**
 * Packs a complaint into the one string that zod carries for an issue.
 *
 * @param problem What is wrong, continuing "field: value …".
 * @param remedy What to give instead.
 * @param kind What sort of mistake it is, where that is told from others.
 * @returns The message to give to zod.
 */
export const complain = (problem: string, remedy: string, kind?: ProblemKind): string =>
  [problem, remedy, ...(kind === undefined ? [] : [kind])].join("\n");

/**
 * Has a reader of one's own stand in a schema.
 *
 * @param read Reads what a schema has let through; it gives what it means, or what is wrong with it.
 * @returns What to hand to a schema's `transform`.
 */
export const readBy =
  <Input, Output>(read: (input: Input) => Output | Complaint) =>
  (input: Input, context: z.core.$RefinementCtx): Output => {
    const result = read(input);
    if (!isComplaint(result)) return result;
    context.addIssue({ code: "custom", message: complain(result.problem, result.remedy, result.kind) });
    return z.NEVER;
  };

const isComplaint = (result: unknown): result is Complaint =>
  typeof result === "object" && result !== null && "problem" in result;

/**
 * Holds one value against a schema, where it is no error of its own that it does not fit.
 *
 * @param schema The schema of a plain value; its messages are made by {@link complain}.
 * @param value What was given.
 * @returns The value as the schema reads it, or what is wrong with it.
 */
export function readValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): { readonly value: z.output<Schema> } | Complaint {
  const result = schema.safeParse(value);
  if (result.success) return { value: result.data };
  return complaintOf(result.error.issues[0]?.message ?? "");
}

function complaintOf(message: string): Complaint {
  const [problem = message, remedy = "See the documentation of this field.", kind] = message.split("\n");
  return { problem, remedy, ...(kind !== undefined && { kind: kind as ProblemKind }) };
}

/**
 * Holds a value against a schema.
 *
 * @param schema The schema; its messages are made by {@link complain}.
 * @param value What was given.
 * @param name What the value is called where it is wrong as a whole; its fields are named without it.
 * @returns The value as the schema reads it.
 * @throws InvalidInputError naming every field that is wrong, its value, and the remedy.
 */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  name: string,
): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [first, ...rest] = result.error.issues.flatMap((issue) => toProblems(issue, value, name));
  throw new InvalidInputError([first as InputProblem, ...rest]);
}

function toProblems(issue: z.core.$ZodIssue, root: unknown, name: string): InputProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      field: toField([...issue.path, key], name),
      value: "(not shown)", // whatever it is, it was not meant for here
      problem: "is not a field that is known here",
      remedy: "Leave it out, or correct its name: what nothing reads is never dropped in silence.",
    }));
  }
  return [
    { field: toField(issue.path, name), value: valueAt(root, issue.path), ...complaintOf(issue.message) },
  ];
}

function toField(path: readonly PropertyKey[], name: string): string {
  if (path.length === 0) return name;
  return path.reduce<string>((field, key) => {
    if (typeof key === "number") return `${field || name}[${key}]`;
    return field === "" ? String(key) : `${field}.${String(key)}`;
  }, "");
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key],
    root,
  );
}
