import { type Hex, isHex } from "viem";
import type { Evidence, GivenReceipt } from "./Evidence.ts";
import { readOperation } from "./readOperation.ts";
import { readRefusal } from "./readRefusal.ts";

/** What a JSON value holds that tells of an operation or of its refusal. */
export type FoundInJson = Partial<
  Pick<Evidence, "bundler" | "revert" | "operation" | "hash" | "receipt" | "refusal">
> & {
  /** What it says in words that have to be read as text. */
  readonly text?: string;
  readonly remarks: readonly string[];
};

type Fields = Readonly<Record<string, unknown>>;
type Found = { -readonly [Part in keyof FoundInJson]: FoundInJson[Part] | undefined } & {
  remarks: readonly string[];
};

/** How many values are looked at, and how deep: what is searched for lies at the top of answers and requests. */
const [most, deepest] = [20_000, 40];

/**
 * Looks through JSON for what tells of a user operation: a JSON-RPC error, an operation, a receipt, an outcome of this
 * harness. The outermost of each is taken.
 *
 * @param root The value.
 * @returns What was found.
 */
export function readJson(root: unknown): FoundInJson {
  const remarks: string[] = [];
  const found: Found = { remarks };
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  // Breadth first: what is outside is meant before what is inside.
  for (let index = 0; index < queue.length && index < most; index += 1) {
    const { value, depth } = queue[index] as (typeof queue)[number];
    const inside = typeof value === "string" ? parsed(value) : value;
    if (typeof inside !== "object" || inside === null) continue;
    if (!Array.isArray(inside)) take(inside as Fields, found, remarks);
    if (depth < deepest) {
      const children = Object.values(inside).slice(0, most);
      queue.push(...children.map((child) => ({ value: child, depth: depth + 1 })));
    }
  }
  return Object.fromEntries(
    Object.entries(found).filter(([, part]) => part !== undefined),
  ) as unknown as FoundInJson;
}

function take(fields: Fields, found: Found, remarks: string[]): void {
  const operation = found.operation ? undefined : readOperation(fields);
  if (operation && "operation" in operation) found.operation = operation.operation;
  if (operation && "problem" in operation) remarks.push(operation.problem);
  found.refusal ??= readRefusal(fields);
  if (found.refusal) return; // It has been told from the rest already.
  found.receipt ??= receiptOf(fields);
  if (!found.bundler) takeError(fields, found);
  const { transactionHash, userOpHash, hash, input } = fields;
  const mined = [transactionHash, input === undefined ? undefined : hash, userOpHash].find(isHash);
  found.hash ??= mined;
}

/** `{ code, message, data }`, as JSON-RPC has it and as errors of clients carry it; a text alone where there is no code. */
function takeError({ code, message, details, data, reason }: Fields, found: Found): void {
  const words = [details, message, reason].find((text) => typeof text === "string" && text !== "");
  const isCode = typeof code === "number" ? Number.isSafeInteger(code) : /^-\d{5}$/.test(String(code));
  if (isCode && typeof words === "string") found.bundler = { code: Number(code), message: words };
  else if (typeof words === "string" && !isHex(words)) found.text ??= words;
  const revert = [
    data,
    (data as Fields | null | undefined)?.data,
    (data as Fields | null | undefined)?.revert_data,
  ];
  const bytes = revert.find((one): one is Hex => isHex(one) && one !== "0x");
  if (bytes && (words !== undefined || isCode)) found.revert ??= bytes;
  if (typeof data === "string" && !isHex(data)) found.text ??= data;
}

function receiptOf(fields: Fields): GivenReceipt | undefined {
  const { userOpHash, success, reason, receipt, transactionHash } = fields;
  if (!isHash(userOpHash) || typeof success !== "boolean") return undefined;
  const mined = (receipt as Fields | null | undefined)?.transactionHash ?? transactionHash;
  return {
    userOpHash,
    success,
    reason: isHex(reason) ? reason : undefined,
    transactionHash: isHash(mined) ? mined : undefined,
  };
}

const isHash = (value: unknown): value is Hex => isHex(value) && value.length === 66;

/** An HTTP body often comes as a text. */
function parsed(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
