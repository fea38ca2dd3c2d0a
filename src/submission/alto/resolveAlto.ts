import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AltoNotInstalledError } from "../../errors/submission.ts";

/**
 * Finds alto's command.
 *
 * @param from The file whose packages are looked in. Default: this one.
 * @returns The path of `alto.js`.
 * @throws AltoNotInstalledError where the package is not there.
 */
export function resolveAlto(from: string = import.meta.url): string {
  try {
    return join(dirname(createRequire(from).resolve("@pimlico/alto")), "cli", "alto.js");
  } catch (cause) {
    throw new AltoNotInstalledError({ cause });
  }
}
