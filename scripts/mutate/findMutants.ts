import { type Change, type Context, changesOf } from "./changesOf.ts";
import { type AstNode, isNode, parseSolidity } from "./parseSolidity.ts";

/** One small change of a contract. */
export interface Mutant {
  /** Contract, line, and what becomes of it: `UsageLimitPolicy:80 ++config.used; → nothing`. */
  readonly id: string;
  /** As the id, but with the function in place of the line: does not change when lines move. */
  readonly place: string;
  readonly contract: string;
  readonly file: string;
  readonly line: number;
  /** The whole source with the change. */
  readonly source: string;
}

/**
 * Finds the mutants of a source: each comparison negated, moved by one, or decided; each `&&` and `||` exchanged
 * or cut to a side; each `!`, check, assignment, counter update and event left out; arithmetic exchanged; what is
 * returned flipped; the branches of a ternary swapped.
 *
 * @param file What the source is called.
 * @param source The source.
 * @returns The mutants, in the order of the source. No two have the same id.
 * @throws SourceNotParsedError where it is no Solidity.
 */
export function findMutants(file: string, source: string): readonly Mutant[] {
  const bytes = Buffer.from(source); // solc counts bytes, and the comments are not all ASCII
  const text = (start: number, end: number) => bytes.subarray(start, end).toString();
  const found: (Change & Context)[] = [];

  const visit = (node: AstNode, context: Context) => {
    for (const change of changesOf(node, context, text)) found.push({ ...change, ...context });
    const inside = {
      ...context,
      parent: node,
      ...(node.nodeType === "ContractDefinition" && { contract: String(node.name) }),
      ...(node.nodeType === "FunctionDefinition" && { function: String(node.name || node.kind) }),
    };
    for (const [key, value] of Object.entries(node)) {
      for (const child of [value].flat()) if (isNode(child)) visit(child, { ...inside, key });
    }
  };
  visit(parseSolidity(file, source), { parent: undefined, key: "", contract: file, function: "" });

  found.sort((one, other) => one.start - other.start || other.end - one.end);
  const times = new Map<string, number>();
  const numbered = (name: string) => {
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  };
  return found.map(({ start, end, to, shown, contract, function: name }) => {
    const what = `${oneLine(text(start, end))} → ${oneLine(shown ?? to)}`;
    const line = text(0, start).split("\n").length;
    return {
      id: numbered(`${contract}:${line} ${what}`),
      place: numbered(`${contract}.${name} ${what}`),
      contract,
      file,
      line,
      source: text(0, start) + to + text(end, bytes.length),
    };
  });
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
