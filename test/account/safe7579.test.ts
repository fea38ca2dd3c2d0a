import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("Safe7579", () => {
  shouldBehaveLikeAccountWithSessions("safe7579", {
    hiding: ["account ExecutionFailed"],
    refusesSignature: "GS026",
    nobodysSignature: ["bundler -32507", "EntryPoint AA24"],
    withoutModule: ["bundler -32507", "EntryPoint AA24"],
    again: ["account ExecutionFailed", "account LinkedList_EntryAlreadyInList"],
  });
});
