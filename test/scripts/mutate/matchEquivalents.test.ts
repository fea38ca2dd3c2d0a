import { expect } from "chai";
import { EquivalentsError } from "../../../scripts/mutate/errors.ts";
import { findMutants } from "../../../scripts/mutate/findMutants.ts";
import { matchEquivalents } from "../../../scripts/mutate/matchEquivalents.ts";

const mutants = findMutants("C.sol", "contract C { uint256 x; function f() external { ++x; } }");
const [first] = mutants;

describe("matchEquivalents", () => {
  it("gives the reason of each mutant that is listed", () => {
    const reasons = matchEquivalents(mutants, [{ mutant: "C.f ++x; → nothing", reason: "nobody reads it" }]);
    expect([...reasons]).to.deep.equal([[first?.id, "nobody reads it"]]);
  });

  it("refuses an entry that no mutant matches any longer, and one that stands there twice", () => {
    const listed = ["C.f x -= 1; → nothing", "C.f ++x; → nothing", "C.f ++x; → nothing"];
    expect(() =>
      matchEquivalents(
        mutants,
        listed.map((mutant) => ({ mutant, reason: "" })),
      ),
    ).to.throw(
      EquivalentsError,
      "equivalent.ts is out of date:\n  no such mutant: C.f x -= 1; → nothing\n  twice: C.f ++x; → nothing\n",
    );
  });
});
