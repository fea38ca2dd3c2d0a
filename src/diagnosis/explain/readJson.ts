import type { Hex } from "viem";
import { asHash, asHex } from "./asHex.ts";
import type { Evidence, GivenReceipt } from "./Evidence.ts";
import { readOperation } from "./readOperation.ts";
import { readRefusal } from "./readRefusal.ts";

/** What a JSON value holds that tells of an operation or of its refusal. */
export type FoundInJson = Partial<
  Pick<Evidence, "bundler" | "revert" | "operation" | "hash" | "receipt" | "isMixed" | "refusal">
> & {
  /** What it says in words that have to be read as text. */
  readonly text?: string;
  readonly remarks: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;
type Found = { -readonly [Part in keyof FoundInJson]: FoundInJson[Part] | undefined } & {
  remarks: readonly string[];
};

/** What was met, and where: an error within another is the same one, an error beside it is not. */
interface Met {
  readonly errors: { readonly branch: number; readonly said: string }[];
  readonly receipts: GivenReceipt[];
}

/** How many values are looked at, and how deep: what is searched for lies at the top of answers and requests. */
const [most, deepest] = [20_000, 40];

/**
 * Looks through JSON for what tells of a user operation: a JSON-RPC error, an operation, a receipt, an outcome of this
 * harness. The outermost of each is taken, the first of several, and of receipts one of an operation that was undone.
 *
 * @param root The value.
 * @returns What was found.
 */
export function readJson(root: unknown): FoundInJson {
  const remarks: string[] = [];
  const found: Found = { remarks };
  const met: Met = { errors: [], receipts: [] };
  const queue: { readonly value: unknown; readonly depth: number; readonly branch: number }[] = [
    { value: root, depth: 0, branch: 0 },
  ];
  let branches = 0;
  // Breadth first: what is outside is meant before what is inside.
  for (let index = 0; index < queue.length && index < most; index += 1) {
    const { value, depth, branch } = queue[index] as (typeof queue)[number];
    const inside = typeof value === "string" ? parsed(value) : value;
    if (typeof inside !== "object" || inside === null) continue;
    const isList = Array.isArray(inside);
    if (!isList) take(inside as Fields, found, { branch, met, remarks });
    if (depth < deepest) {
      for (const child of Object.values(inside).slice(0, most)) {
        if (isList) branches += 1;
        queue.push({ value: child, depth: depth + 1, branch: isList ? branches : branch });
      }
    }
  }
  takeReceipt(found, met, remarks);
  const errors = new Set(beside(met).map(({ said }) => said));
  if (errors.size > 1) {
    remarks.push(`There are ${errors.size} errors in what was given: the first was taken.`);
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, part]) => part !== undefined),
  ) as unknown as FoundInJson;
}

/** Of each branch the outermost error. */
const beside = ({ errors }: Met) =>
  errors.filter(({ branch }, index) => errors.findIndex((one) => one.branch === branch) === index);

function takeReceipt(found: Found, { receipts }: Met, remarks: string[]): void {
  found.receipt = receipts.find(({ success }) => !success) ?? receipts[0];
  const hashes = new Set(receipts.map(({ userOpHash }) => userOpHash));
  if (hashes.size < 2) return;
  if (new Set(receipts.map(({ success }) => success)).size > 1) found.isMixed = true;
  const which = found.isMixed ? "one that was undone was taken" : "the first was taken";
  remarks.push(`There are ${hashes.size} receipts in what was given: ${which}.`);
}

function take(
  fields: Fields,
  found: Found,
  { branch, met, remarks }: { readonly branch: number; readonly met: Met; readonly remarks: string[] },
): void {
  const operation = found.operation ? undefined : readOperation(fields);
  if (operation && "operation" in operation) found.operation = operation.operation;
  if (operation && "problem" in operation) remarks.push(operation.problem);
  found.refusal ??= readRefusal(fields);
  if (found.refusal) return; // It has been told from the rest already.
  const receipt = receiptOf(fields);
  if (receipt) met.receipts.push(receipt);
  else takeError(fields, found, { branch, met });
  const { transactionHash, userOpHash, hash, input } = fields;
  found.hash ??= [transactionHash, input === undefined ? undefined : hash, userOpHash]
    .map(asHash)
    .find((one) => one !== undefined);
}

/** `{ code, message, data }`, as JSON-RPC has it and as errors of clients carry it; a text alone where there is no code. */
function takeError(
  { code, message, details, data, reason }: Fields,
  found: Found,
  { branch, met }: { readonly branch: number; readonly met: Met },
): void {
  const words = [details, message, reason].find(isText);
  const isCode =
    typeof code === "number" ? isErrorCode(code) : typeof code === "string" && /^-\d{5}$/.test(code);
  const inner = typeof data === "object" && data !== null ? (data as Fields) : {};
  const bytes = [data, inner.data, inner.revert_data]
    .map(asHex)
    .find((one) => one !== undefined && one !== "0x");
  if (isCode && words !== undefined) met.errors.push({ branch, said: `${code} ${words}` });
  if (found.bundler) {
    // What is within the error that was taken may say what it does not.
    if (met.errors[0]?.branch === branch && words !== undefined) found.text = join(found.text, words);
    return;
  }
  const more = [data, inner.message, inner.reason].find(isText);
  if (isCode && words !== undefined) {
    found.bundler = { code: Number(code), message: words };
    // What stood there without a code was another's.
    found.text = more;
  } else found.text ??= words ?? more;
  if (bytes && (words !== undefined || isCode)) found.revert ??= bytes;
}

const join = (text: string | undefined, more: string) => (text ? `${text}\n${more}`.slice(0, most) : more);

const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && asHex(value) === undefined;

/** 0 and HTTP's 2xx are answers that all is well. */
const isErrorCode = (code: number) =>
  Number.isSafeInteger(code) && code !== 0 && !(code >= 200 && code < 300);

function receiptOf(fields: Fields): GivenReceipt | undefined {
  const { success, reason, receipt, transactionHash } = fields;
  const userOpHash: Hex | undefined = asHash(fields.userOpHash);
  if (!userOpHash || typeof success !== "boolean") return undefined;
  const mined = (receipt as Fields | null | undefined)?.transactionHash ?? transactionHash;
  return {
    userOpHash,
    success,
    reason: asHex(reason),
    ...(isText(reason) && { words: reason }),
    transactionHash: asHash(mined),
  };
}

/** An HTTP body often comes as a text. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
