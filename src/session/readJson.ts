import { parseJson } from "./parseJson.ts";
import { readText } from "./readText.ts";

/**
 * Reads a file of JSON.
 *
 * @param file Where it is.
 * @param field What a file that cannot be read is called.
 * @returns What it says.
 * @throws InvalidInputError where it cannot be read; or, with its line and column, where it is not JSON. What the file
 * says there is not shown: it may be a secret.
 */
export const readJson = (file: string, field: string): unknown => parseJson(readText(file, field), file);
