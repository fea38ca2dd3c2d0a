import { expect } from "chai";
import { nearerBound } from "../../src/session/nearerBound.ts";

describe("nearerBound", () => {
  const range = { validAfter: 100n, validUntil: 200n };
  const cases: [string, Parameters<typeof nearerBound>[0], "validAfter" | "validUntil"][] = [
    ["before the beginning", { ...range, timestamp: 50n }, "validAfter"],
    ["soon after the beginning", { ...range, timestamp: 110n }, "validAfter"],
    ["soon before the end", { ...range, timestamp: 190n }, "validUntil"],
    ["after the end", { ...range, timestamp: 250n }, "validUntil"],
    ["where there is no end", { validAfter: 100n, validUntil: 0n, timestamp: 10_000n }, "validAfter"],
    ["where there is no beginning", { validAfter: 0n, validUntil: 200n, timestamp: 1n }, "validUntil"],
  ];
  for (const [when, time, bound] of cases) {
    it(`is ${bound} ${when}`, () => {
      expect(nearerBound(time)).to.equal(bound);
    });
  }
});
