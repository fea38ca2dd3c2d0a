/** Longer texts are cut: they are pasted, not typed. */
const longest = 100;
/** Times, limits and amounts that a person types are smaller; a private key as a number is not. */
const greatest = 2n ** 128n;

/**
 * A value as it may be shown. Whichever field it was put in, an error must not carry a private key or a
 * recovery phrase into a log: what has the look of one is described instead, also where a digit is missing.
 *
 * @param value What was given.
 * @returns The value itself where it is plain, short and no secret; else a description in brackets.
 */
export function presentable(value: unknown): unknown {
  if (typeof value === "bigint") return value < greatest ? value : "(a number too great to show)";
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "(a list)" : "(an object)";
  if (typeof value === "function" || typeof value === "symbol") return `(a ${typeof value})`;
  if (typeof value !== "string") return value;
  if (mayBeSecret(value)) return "(not shown: it may be a private key or a recovery phrase)";
  return value.length > longest ? `${value.slice(0, longest)}…` : value;
}

function mayBeSecret(text: string): boolean {
  // An address is 40 digits, and the only long run of digits that a person is meant to give.
  const runs = text.match(/[0-9a-fA-F]{32,}/g) ?? [];
  return runs.some((run) => run.length !== 40) || text.trim().split(/[\s,;]+/).length >= 10;
}
