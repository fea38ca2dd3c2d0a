import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("Nexus", () => {
  shouldBehaveLikeAccountWithSessions("nexus", {
    hiding: [],
    refusesSignature: "0xffffffff",
    nobodysSignature: ["bundler -32500", "EntryPoint AA23", "account InvalidSignature"],
    withoutModule: ["bundler -32500", "EntryPoint AA23", "account ValidatorNotInstalled"],
    again: ["account LinkedList_EntryAlreadyInList"],
  });
});
