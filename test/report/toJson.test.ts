import { expect } from "chai";
import { toJson } from "../../src/index.ts";

describe("JSON for machines", () => {
  it("says numbers of the chain in decimal digits", () => {
    expect(toJson({ value: 2n ** 200n, left: undefined })).to.equal(`{\n  "value": "${2n ** 200n}"\n}`);
  });

  it("writes what would steer a terminal as escapes, and means the same", () => {
    const symbol = "A\u001b[2J\u009b31m\u202eB\u2028\u2066";
    const json = toJson({ symbol });
    expect(json).to.match(/^[\n -~]*$/);
    expect(JSON.parse(json)).to.deep.equal({ symbol });
  });
});
