import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("the ERC-7579 reference account", () => {
  shouldBehaveLikeAccountWithSessions("reference", {
    hiding: [],
    refusesSignature: "0xffffffff",
    nobodysSignature: ["bundler -32500", "EntryPoint AA23", "account InvalidSignature"],
    withoutModule: ["bundler -32507", "EntryPoint AA24"],
    again: ["account LinkedList_EntryAlreadyInList"],
  });
});
