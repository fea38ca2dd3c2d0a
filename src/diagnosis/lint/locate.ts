import { type Node, parseTree } from "jsonc-parser";
import type { LintRegion } from "../LintResult.ts";
import { segmentsOf } from "./segmentsOf.ts";

/** A field that stands twice: what JSON's readers do not take. */
export interface Duplicate {
  /** `sessions[0].maxValue`. */
  readonly path: string;
  readonly region: LintRegion;
}

/** Where things stand in a text of JSON. */
export interface Places {
  /** Where a value stands; where it is missing, what it would be in: of a session, its name. */
  regionOf(path: string): LintRegion;
  readonly duplicates: readonly Duplicate[];
}

/**
 * Finds where the values of a text stand.
 *
 * @param text The text, which is JSON.
 * @returns The places.
 */
export function locate(text: string): Places {
  const root = parseTree(text) as Node;
  const lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  const placeOf = (offset: number) => {
    const line = countUpTo(lineStarts, offset);
    return { line, column: offset - (lineStarts[line - 1] ?? 0) + 1 };
  };
  const toRegion = ({ offset, length }: Node): LintRegion => {
    const [start, end] = [placeOf(offset), placeOf(offset + length)];
    return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  };

  const regionOf = (path: string): LintRegion => {
    let at = root;
    for (const segment of segmentsOf(path)) {
      const next = childOf(at, segment);
      if (!next) break;
      at = next;
    }
    // A whole session would be too much to point at.
    return toRegion((at.type === "object" && childOf(at, "name")) || at);
  };
  return { regionOf, duplicates: duplicatesIn(root, "", toRegion) };
}

/** How many of ascending numbers are not above a bound. */
function countUpTo(numbers: readonly number[], bound: number): number {
  let [from, to] = [0, numbers.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((numbers[middle] as number) <= bound) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** As JSON's readers do, it takes the last of several. */
function childOf(node: Node, segment: string | number): Node | undefined {
  const { type, children = [] } = node;
  if (typeof segment === "number") return type === "array" ? children[segment] : undefined;
  return type === "object"
    ? children.filter(({ children: pair }) => pair?.[0]?.value === segment).at(-1)?.children?.[1]
    : undefined;
}

function duplicatesIn(node: Node, path: string, toRegion: (node: Node) => LintRegion): Duplicate[] {
  const children = node.children ?? [];
  if (node.type === "array") {
    return children.flatMap((child, index) => duplicatesIn(child, `${path}[${index}]`, toRegion));
  }
  const last = new Map(children.map(({ children: [key] = [] }, index) => [key?.value, index]));
  return children.flatMap(({ children: [key, value] = [] }, index) => {
    if (!key || !value) return [];
    const own = path === "" ? String(key.value) : `${path}.${key.value}`;
    const isAgain = last.get(key.value) !== index;
    return [
      ...(isAgain ? [{ path: own, region: toRegion(key) }] : []),
      ...duplicatesIn(value, own, toRegion),
    ];
  });
}
