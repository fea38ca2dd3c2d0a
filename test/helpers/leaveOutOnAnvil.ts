import { isOnAnvil } from "./freshChain.ts";
import { skipped } from "./releases.ts";

/**
 * Leaves a test out where the run is on anvil, and has it say so at its end.
 *
 * @param context The test's, `this`.
 * @param what What is left out.
 * @param why What anvil lacks.
 */
export function leaveOutOnAnvil(context: Mocha.Context, what: string, why: string): void {
  if (!isOnAnvil()) return;
  skipped.push({ what, why, command: "./harness test, without --network anvil" });
  context.skip();
}
