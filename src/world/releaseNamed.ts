import type { Release, ReleaseName } from "./Release.ts";
import { beta } from "./releases/beta.ts";
import { v1 } from "./releases/v1.ts";

/**
 * What is particular to a release of SmartSession.
 *
 * @param name The release.
 * @returns The release.
 */
export const releaseNamed = (name: ReleaseName): Release => (name === "v1" ? v1 : beta);
