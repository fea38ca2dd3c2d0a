import { type InputProblem, InvalidInputError } from "../errors/InvalidInputError.ts";

/**
 * Does something with a part of a file, and adds what is wrong with it to what is wrong with the rest.
 *
 * @param act What is done.
 * @param path Where the part is in the file: its fields are named with that before them.
 * @param problems Where its problems are added.
 * @returns What it came to; undefined where something is wrong.
 * @throws What is no InvalidInputError.
 */
export function problemsOf<Result>(
  act: () => Result,
  path: string,
  problems: InputProblem[],
): Result | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const inFile = error.problems.map((one) => ({ ...one, field: joined(path, one.field) }));
    problems.push(
      ...inFile.filter(
        (one) => !problems.some(({ field, problem }) => field === one.field && problem === one.problem),
      ),
    );
    return undefined;
  }
}

function joined(path: string, field: string): string {
  if (path === "" || field === "") return path || field;
  return field.startsWith("[") ? `${path}${field}` : `${path}.${field}`;
}
