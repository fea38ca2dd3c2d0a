import { accessSync, constants, realpathSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { InvalidInputError } from "../../src/index.ts";
import { fromHere } from "../fromHere.ts";

/** What an analysis writes, by option: paths as they were given, `-` for standard output; undefined where nothing is. */
export interface Outputs {
  readonly json: boolean;
  readonly csv: string | undefined;
  readonly html: string | undefined;
  readonly checkpoint: string | undefined;
}

/**
 * Checks what is to be written, before anything is asked and read for it: that each is a file of its own, in a folder that may
 * be written to, and that no more than one goes to standard output.
 *
 * @param outputs What is to be written.
 * @throws InvalidInputError that names the option.
 */
export function checkOutputs({ json, ...paths }: Outputs): void {
  const given = (["checkpoint", "csv", "html"] as const).flatMap((option) => {
    const path = paths[option];
    return path === undefined ? [] : [{ option, path }];
  });
  for (const { option, path } of given) {
    if (path === "") throw refuse(option, path, "is no path", "Name a file, or leave the option out.");
  }
  if (paths.checkpoint === "-") {
    const problem = "is standard output, and a checkpoint is read again";
    throw refuse("checkpoint", "-", problem, "Name a file.");
  }
  const printed = given.filter(({ path }) => path === "-").map(({ option }) => option);
  const [one] = printed;
  if (one !== undefined && printed.length + Number(json) > 1) {
    const remedy = "Give one of --json, --csv - and --html -, and files for the others.";
    throw refuse(one, "-", "is standard output, and another result's as well", remedy);
  }
  const options = new Map<string, string>();
  for (const { option, path } of given.filter(({ path }) => path !== "-")) {
    const file = fileAt(option, path);
    const other = options.get(file);
    if (other !== undefined) {
      throw refuse(option, path, `is the file of --${other} as well`, "Give each a file of its own.");
    }
    options.set(file, option);
  }
}

/** Where a file is written, however it is named. */
function fileAt(option: string, path: string): string {
  const here = fromHere(path);
  try {
    const folder = realpathSync(dirname(here));
    accessSync(folder, constants.W_OK | constants.X_OK);
    const file = join(folder, basename(here));
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return file;
    // A device would be written over by a file.
    if (!found.isFile()) throw Object.assign(new Error("no file"), { code: "it is no file" });
    return realpathSync(file);
  } catch (error) {
    const problem = `cannot be written (${(error as NodeJS.ErrnoException).code})`;
    throw refuse(option, path, problem, "Name a file in a folder that there is and that you may write to.");
  }
}

const refuse = (field: string, value: string, problem: string, remedy: string) =>
  new InvalidInputError([{ field, value, problem, remedy }]);
