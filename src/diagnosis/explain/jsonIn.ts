/** How often a JSON value is looked for in a text. */
const tries = 20;

/** What is JSON in a text. */
export interface JsonInText {
  readonly values: readonly unknown[];
  /** Whether there is nothing beside them. */
  readonly isAll: boolean;
  /** Whether the text begins as JSON and ends before that does. */
  readonly isCut: boolean;
}

/**
 * Finds the JSON objects in a text, and the lists that it begins with or that follow on another value.
 *
 * @param text The text.
 * @returns The values, in their order.
 */
export function jsonIn(text: string): JsonInText {
  const values: unknown[] = [];
  let isAll = true;
  let isCut = false;
  for (let [at, tried] = [0, 0]; tried < tries; tried += 1) {
    const from = next(text, at, isAll);
    if (from === -1) return { values, isAll: isAll && text.slice(at).trim() === "", isCut };
    if (text.slice(at, from).trim() !== "") isAll = false;
    const end = endOf(text, from);
    const value = end === undefined ? undefined : parse(text.slice(from, end));
    if (end === undefined && from === 0) isCut = /^[[{]\s*["[{]/.test(text.slice(0, 100));
    if (value === undefined) isAll = false;
    else values.push(value);
    at = end === undefined || value === undefined ? from + 1 : end;
  }
  return { values, isAll: false, isCut };
}

/** Square brackets stand for much else in a text. */
function next(text: string, from: number, isAll: boolean): number {
  const rest = text.slice(from, from + 1_000);
  const space = rest.length - rest.trimStart().length;
  return isAll && rest[space] === "[" ? from + space : text.indexOf("{", from);
}

/** Where an object or a list ends whose strings may hold brackets. */
function endOf(text: string, from: number): number | undefined {
  let [depth, inString] = [0, false];
  for (let at = from; at < text.length; at += 1) {
    const character = text[at] as string;
    if (inString && character === "\\") at += 1;
    else if (character === '"') inString = !inString;
    else if (!inString && "{[".includes(character)) depth += 1;
    else if (!inString && "}]".includes(character)) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // It only looked like JSON.
  }
}
