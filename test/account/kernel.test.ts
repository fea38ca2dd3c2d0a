import { shouldBehaveLikeAccountWithSessions } from "../behaviours/shouldBehaveLikeAccountWithSessions.ts";

describe("Kernel 0.3.1", () => {
  shouldBehaveLikeAccountWithSessions("kernel", {
    hiding: [],
    refusesSignature: "0xffffffff",
    nobodysSignature: ["bundler -32500", "EntryPoint AA23", "account InvalidSignature"],
    withoutModule: ["bundler -32500", "EntryPoint AA23", "SmartSession InvalidPermissionId"],
    again: [],
  });
});
