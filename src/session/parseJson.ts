import { InvalidInputError } from "../errors/InvalidInputError.ts";

/**
 * Reads JSON.
 *
 * @param text The text.
 * @param file The file that it is of.
 * @returns What it says.
 * @throws InvalidInputError, with its line and column, where it is not JSON. What the text says there is not shown: it may
 * be a secret.
 */
export function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // JSON.parse shows a piece of the text, and seldom says where it is.
    const { at, expected } = findMistake(text) ?? { at: text.length, expected: "JSON" };
    const before = text.slice(0, at).split("\n");
    const place = `line ${before.length}, column ${(before.at(-1) ?? "").length + 1}`;
    throw new InvalidInputError(
      [
        {
          field: place,
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
