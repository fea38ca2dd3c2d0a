import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("Nexus", () => {
  shouldBehaveLikeAccountWithSessions("nexus", { hiding: [], refusesSignature: "0xffffffff" });
});
