import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InvalidInputError } from "../../errors/InvalidInputError.ts";

/**
 * Finds the files of a folder and all that is below it.
 *
 * @param folder The folder.
 * @param ending How their names end: `.json`.
 * @returns Their paths, sorted.
 * @throws InvalidInputError, field `from`, where there is no such folder.
 */
export function findFiles(folder: string, ending: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (cause) {
    throw new InvalidInputError(
      [
        {
          field: "from",
          value: folder,
          problem: `is no folder that can be read (${(cause as NodeJS.ErrnoException).code})`,
          remedy: "Give the folder that a build wrote its artifacts to: Foundry's out, Hardhat's artifacts.",
        },
      ],
      { cause },
    );
  }
}
