import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("Safe7579", () => {
  shouldBehaveLikeAccountWithSessions("safe7579", {
    hiding: ["account ExecutionFailed"],
    refusesSignature: "GS026",
  });
});
