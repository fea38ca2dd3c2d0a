import type { AccountKind } from "../../src/index.ts";
import { fixture } from "../helpers/fixture.ts";
import { buildScene } from "../helpers/scene.ts";
import type { Matrix } from "./Matrix.ts";
import { shouldBeOwned } from "./shouldBeOwned.ts";
import { shouldEnableByUse } from "./shouldEnableByUse.ts";
import { shouldEnableSessions } from "./shouldEnableSessions.ts";
import { shouldEnforceArguments } from "./shouldEnforceArguments.ts";
import { shouldEnforceKey } from "./shouldEnforceKey.ts";
import { shouldEnforceScope } from "./shouldEnforceScope.ts";
import { shouldEnforceTime } from "./shouldEnforceTime.ts";
import { shouldEnforceTokens } from "./shouldEnforceTokens.ts";
import { shouldEnforceUses } from "./shouldEnforceUses.ts";
import { shouldEnforceValue } from "./shouldEnforceValue.ts";
import { shouldInstallAndUninstall } from "./shouldInstallAndUninstall.ts";
import { shouldLimitPaymasters } from "./shouldLimitPaymasters.ts";
import { shouldNameWhoReverts } from "./shouldNameWhoReverts.ts";
import { shouldReadSessions } from "./shouldReadSessions.ts";
import { shouldRevoke } from "./shouldRevoke.ts";

/**
 * What holds for every account: a session does what it was granted, and nothing else.
 *
 * @param kind The account's kind.
 * @param particular What is particular to the kind, see {@link Matrix}.
 */
export function shouldBehaveLikeAccountWithSessions(
  kind: AccountKind,
  particular: Omit<Matrix, "kind" | "scene" | "reverted">,
): void {
  const matrix: Matrix = {
    kind,
    scene: fixture(buildScene(kind)),
    reverted: ["bundler -32500", "EntryPoint AA23", ...particular.hiding],
    ...particular,
  };
  shouldBeOwned(matrix);
  shouldInstallAndUninstall(matrix);
  shouldEnableSessions(matrix);
  shouldEnforceScope(matrix);
  shouldEnforceKey(matrix);
  shouldEnforceTime(matrix);
  shouldEnforceUses(matrix);
  shouldEnforceValue(matrix);
  shouldEnforceTokens(matrix);
  shouldEnforceArguments(matrix);
  shouldLimitPaymasters(matrix);
  shouldEnableByUse(matrix);
  shouldReadSessions(matrix);
  shouldRevoke(matrix);
  shouldNameWhoReverts(matrix);
}
