import { expect } from "chai";
import { readEnvironment } from "../../src/index.ts";
import { expectInputError } from "../helpers/expectInputError.ts";

describe("readEnvironment", () => {
  it("reads the release and the folder of the code store", () => {
    const variables = { SMART_SESSIONS_RELEASE: "all", SMART_SESSIONS_CODE_STORE: "somewhere", PATH: "/bin" };
    expect(readEnvironment(variables)).to.deep.equal({ release: "all", codeStore: "somewhere" });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(readEnvironment({ SMART_SESSIONS_RELEASE: "", SMART_SESSIONS_CODE_STORE: "" })).to.deep.equal({});
    expect(readEnvironment({})).to.deep.equal({});
  });

  it("refuses what is no release, and names the variable", async () => {
    const read = () => readEnvironment({ SMART_SESSIONS_RELEASE: "V1" });
    await expectInputError(read, "SMART_SESSIONS_RELEASE", "V1", /not a release/);
  });
});
