import { resolve } from "node:path";

/**
 * A path as the person means it who runs a command: from where the command is run. `./harness` and npm go to the project's
 * folder first, and say where they were called from (`INIT_CWD`).
 *
 * @param path What was given.
 * @returns The path, absolute.
 */
export const fromHere = (path: string): string => resolve(process.env.INIT_CWD ?? process.cwd(), path);
