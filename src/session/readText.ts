import { readFileSync } from "node:fs";
import { InvalidInputError } from "../errors/InvalidInputError.ts";

/**
 * Reads a file of JSON as text.
 *
 * @param file Where it is.
 * @param field What a file that cannot be read is called.
 * @returns What it says, without a byte order mark.
 * @throws InvalidInputError where it cannot be read.
 */
export function readText(file: string, field: string): string {
  try {
    return readFileSync(file, "utf8").replace(/^\uFEFF/, "");
  } catch (cause) {
    throw new InvalidInputError(
      [
        {
          field,
          value: file,
          problem: `is no file that can be read (${(cause as NodeJS.ErrnoException).code})`,
          remedy: "Give the path of a file of JSON.",
        },
      ],
      { cause },
    );
  }
}
