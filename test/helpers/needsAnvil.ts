import { hasAnvil } from "../../scripts/anvil/hasAnvil.ts";
import { skipped } from "./releases.ts";

/**
 * Leaves the tests of a `describe` out where there is no anvil on PATH, and has the run say so at its end.
 *
 * @param what What is left out.
 */
export function needsAnvil(what: string): void {
  before(function () {
    if (hasAnvil()) return;
    const command = "install Foundry's anvil (https://getfoundry.sh)";
    skipped.push({ what, why: "there is no anvil on the PATH", command });
    this.skip();
  });
}
