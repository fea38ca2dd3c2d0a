import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("Nexus", () => {
  shouldBehaveLikeAccountWithSessions("nexus", []);
});
