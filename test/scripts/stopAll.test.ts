import { expect } from "chai";
import { stopAll } from "../../scripts/stopAll.ts";

describe("stopAll", () => {
  it("goes on where one does not stop, and tells of it on standard error", async () => {
    const { error } = console;
    const told: unknown[] = [];
    console.error = (...words) => told.push(...words);
    const stopped: string[] = [];
    try {
      await stopAll([
        async () => void stopped.push("the first"),
        () => Promise.reject(new TypeError("it will not")),
        async () => void stopped.push("the last"),
      ]);
    } finally {
      console.error = error;
    }
    expect(stopped).to.deep.equal(["the first", "the last"]);
    expect(told.at(-1)).to.be.instanceOf(TypeError);
  });
});
