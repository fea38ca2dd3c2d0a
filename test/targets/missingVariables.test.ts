import { expect } from "chai";
import { missingVariables } from "../../scripts/missingVariables.ts";

describe("missingVariables", () => {
  it("names every variable that is missing, with what it is for and how it is set", () => {
    const error = missingVariables([
      { name: "FIRST_KEY", what: "the key of who deploys", remedy: "Set the first." },
      { name: "SECOND_URL", what: "the URL of the bundler", remedy: "Set the second." },
    ]);
    expect(error.code).to.equal("INVALID_INPUT");
    expect(error.problems.map(({ field, remedy }) => [field, remedy])).to.deep.equal([
      ["FIRST_KEY", "Set the first."],
      ["SECOND_URL", "Set the second."],
    ]);
    expect(error.message).to.include("FIRST_KEY: (nothing) is not set: the key of who deploys");
  });
});
