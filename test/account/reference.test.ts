import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("the ERC-7579 reference account", () => {
  shouldBehaveLikeAccountWithSessions("reference", { hiding: [], refusesSignature: "0xffffffff" });
});
