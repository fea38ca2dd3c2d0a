import type { Settlement } from "../lifecycle/settle.ts";

const meanings: Readonly<Record<Settlement["result"], string>> = {
  "took effect": "it was mined, and took effect",
  failed: "it was mined, and its calls were undone",
  displaced: "another operation was mined in its place: it never will be",
  open: "it is not mined; a bundler may have it still. The same command run again cannot take effect twice",
};

/**
 * What became of an operation that a command was interrupted at, in a sentence.
 *
 * @param settlement What became of it.
 * @returns The sentence.
 */
export function settlementText({ purpose, userOpHash, result, transactionHash }: Settlement): string {
  const where = transactionHash ? ` (transaction ${transactionHash})` : "";
  return `A command was interrupted when it had sent ${userOpHash} (${purpose}): ${meanings[result]}${where}.`;
}
