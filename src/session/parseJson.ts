import { InvalidInputError } from "../errors/InvalidInputError.ts";

/** Deeper than anything that is read here; what walks through it would run out of stack much later. */
const mostLevels = 500;

/**
 * Reads JSON.
 *
 * @param text The text.
 * @param file The file that it is of.
 * @returns What it says.
 * @throws InvalidInputError, with its line and column, where it is not JSON, or nested too deeply. What the text says there
 * is not shown: it may be a secret.
 */
export function parseJson(text: string, file: string): unknown {
  const deep = findDepth(text);
  if (deep !== undefined) {
    throw new InvalidInputError(
      [
        {
          field: placeOf(text, deep),
          value: "(not shown)",
          problem: `is nested more than ${mostLevels} levels deep`,
          remedy: "Give the file that was meant: none that is read here is nested so.",
        },
      ],
      { source: file },
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse shows a piece of the text, and seldom says where it is.
    const { at, expected } = findMistake(text) ?? { at: text.length, expected: "JSON" };
    throw new InvalidInputError(
      [
        {
          field: placeOf(text, at),
          value: at >= text.length ? "(the end of the file)" : "(not shown)",
          problem: `is not JSON: expected ${expected}`,
          remedy:
            "Correct it there: quotes are double, the last item has no comma behind it, JSON has no comments.",
        },
      ],
      { source: file },
    );
  }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
}

/** Where a text is nested too deeply; undefined where it is not. */
function findDepth(text: string): number | undefined {
  let [levels, isInString] = [0, false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isInString && character === "\\") at++;
    else if (character === '"') isInString = !isInString;
    else if (isInString) continue;
    else if (character === "[" || character === "{") levels++;
    else if (character === "]" || character === "}") levels--;
    if (levels > mostLevels) return at;
  }
  return undefined;
}

interface Mistake {
  /** Index in the text. */
  readonly at: number;
  readonly expected: string;
}

const blank = /[ \t\n\r]*/y;
// Of the control characters, JSON refuses those below U+0020.
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const scalar = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/** Where a text stops being JSON (RFC 8259), and what should stand there. */
function findMistake(text: string): Mistake | undefined {
  let at = 0;
  /** Reads what there is of a pattern, and the blanks behind it. */
  const read = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found === undefined) return false;
    blank.lastIndex = at + found.length;
    at += found.length + (blank.exec(text)?.[0].length ?? 0);
    return true;
  };
  const mark = (character: string): boolean => {
    if (text[at] !== character) return false;
    blank.lastIndex = at + 1;
    at += 1 + (blank.exec(text)?.[0].length ?? 0);
    return true;
  };
  const missing = (expected: string): Mistake => ({ at, expected });

  const value = (): Mistake | undefined => {
    if (mark("{")) return members("}", "a comma or }", member);
    if (mark("[")) return members("]", "a comma or ]", value);
    return read(string) || read(scalar) ? undefined : missing("a value");
  };
  const member = (): Mistake | undefined => {
    if (!read(string)) return missing("a name in double quotes");
    return mark(":") ? value() : missing("a colon");
  };
  const members = (end: string, expected: string, one: () => Mistake | undefined): Mistake | undefined => {
    if (mark(end)) return undefined;
    do {
      const mistake = one();
      if (mistake) return mistake;
    } while (mark(","));
    return mark(end) ? undefined : missing(expected);
  };

  read(blank);
  return value() ?? (at < text.length ? missing("the end of the file") : undefined);
}
