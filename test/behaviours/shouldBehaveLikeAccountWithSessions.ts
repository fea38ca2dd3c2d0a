import type { AccountKind } from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { buildScene } from "../helpers/scene.ts";
import type { Matrix } from "./Matrix.ts";
import { shouldEnableSessions } from "./shouldEnableSessions.ts";
import { shouldEnforceKey } from "./shouldEnforceKey.ts";
import { shouldEnforceScope } from "./shouldEnforceScope.ts";
import { shouldEnforceTime } from "./shouldEnforceTime.ts";
import { shouldEnforceUses } from "./shouldEnforceUses.ts";
import { shouldInstallAndUninstall } from "./shouldInstallAndUninstall.ts";
import { shouldRevoke } from "./shouldRevoke.ts";

/**
 * What holds for every account: a session does what it was granted, and nothing else.
 *
 * @param kind The account's kind.
 * @param hiding What it says itself when a call that it made reverts, see {@link Matrix}.
 */
export function shouldBehaveLikeAccountWithSessions(kind: AccountKind, hiding: readonly string[]): void {
  const matrix: Matrix = {
    kind,
    scene: fixture(buildScene(kind)),
    hiding,
    reverted: ["bundler -32500", "EntryPoint AA23", ...hiding],
  };
  shouldInstallAndUninstall(matrix);
  shouldEnableSessions(matrix);
  shouldEnforceScope(matrix);
  shouldEnforceKey(matrix);
  shouldEnforceTime(matrix);
  shouldEnforceUses(matrix);
  shouldRevoke(matrix);
}
