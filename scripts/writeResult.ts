import writeFileAtomic from "write-file-atomic";
import { InvalidInputError } from "../src/index.ts";
import { fromHere } from "./fromHere.ts";

/**
 * Writes a command's result to a file, whole or not at all, or to standard output.
 *
 * @param option The option that names the file.
 * @param path The file, as the person gave it; `-` for standard output.
 * @param text What is written, its last line break included.
 * @throws InvalidInputError where it cannot be written; what the file held before is untouched.
 */
export async function writeResult(option: string, path: string, text: string): Promise<void> {
  if (path === "-") {
    process.stdout.write(text);
    return;
  }
  try {
    await writeFileAtomic(fromHere(path), text);
  } catch (error) {
    const problem = `cannot be written (${(error as NodeJS.ErrnoException).code})`;
    const remedy = "Give a path in a folder that there is, or - for standard output.";
    throw new InvalidInputError([{ field: option, value: path, problem, remedy }]);
  }
}
