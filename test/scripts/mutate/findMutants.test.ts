import { expect } from "chai";
import { SourceNotParsedError } from "../../../scripts/mutate/errors.ts";
import { findMutants } from "../../../scripts/mutate/findMutants.ts";

/** A contract with these statements in a function `f`, on line 3. */
const inFunction = (statements: string, before = "") =>
  `// ‖ more bytes than characters\n${before}contract C { uint256 x; bool b; error E(); event Done();\n` +
  `function f(uint256 a) external returns (uint256, bool) { ${statements} } }`;
/** What becomes of them: the ids, without contract and line. */
const changes = (statements: string) =>
  findMutants("C.sol", inFunction(statements)).map(({ id }) => id.replace("C:3 ", ""));

describe("findMutants", () => {
  it("negates each comparison, and moves its bound", () => {
    expect(
      changes("b = a < 1; b = a <= 2; b = a > 3; b = a >= 4;").filter((id) => !id.includes(";")),
    ).to.deep.equal([
      "a < 1 → a >= 1",
      "a < 1 → a <= 1",
      "a <= 2 → a > 2",
      "a <= 2 → a < 2",
      "a > 3 → a <= 3",
      "a > 3 → a >= 3",
      "a >= 4 → a < 4",
      "a >= 4 → a > 4",
    ]);
  });

  it("negates equality, and decides it", () => {
    expect(changes("b = a == 1; b = a != 2;").filter((id) => !id.includes(";"))).to.deep.equal([
      "a == 1 → a != 1",
      "a == 1 → true",
      "a == 1 → false",
      "a != 2 → a == 2",
      "a != 2 → true",
      "a != 2 → false",
    ]);
  });

  it("exchanges && and ||, and leaves each side out", () => {
    expect(changes("b = b && !b || f2();").slice(1)).to.deep.equal([
      "b && !b || f2() → b && !b && f2()",
      "b && !b || f2() → b && !b",
      "b && !b || f2() → f2()",
      "b && !b → b || !b",
      "b && !b → b",
      "b && !b → !b",
      "!b → b",
    ]);
  });

  it("decides no side of && or || as if it were left out, and no check as if it were", () => {
    expect(changes("b = a == 1 || b;")).to.include("a == 1 → true").and.not.include("a == 1 → false");
    expect(changes("b = a == 1 && b;")).to.include("a == 1 → false").and.not.include("a == 1 → true");
    expect(changes("if (a == 1) revert E();")).to.deep.equal([
      "if (a == 1) revert E(); → nothing",
      "a == 1 → a != 1",
      "a == 1 → true",
    ]);
  });

  it("leaves out checks, a block of one too, but no other condition", () => {
    expect(changes("if (b) { revert E(); } if (b) return (a, b);")).to.deep.equal([
      "if (b) { revert E(); } → nothing",
      "if (b) return (a, b); → nothing",
    ]);
    expect(changes("if (b) x = a; else revert E();")).to.deep.equal([
      "x = a; → nothing",
      "revert E(); → nothing",
    ]);
  });

  it("leaves out assignments, updates, events, calls and reverts, and turns updates round", () => {
    expect(changes("x += a; ++x; delete x; emit Done(); f2(); revert E();")).to.deep.equal([
      "x += a; → nothing",
      "x += a → x -= a",
      "++x; → nothing",
      "++x → --x",
      "delete x; → nothing",
      "emit Done(); → nothing",
      "f2(); → nothing",
      "revert E(); → nothing",
    ]);
  });

  it("leaves out the step of a loop, and its body", () => {
    const mutants = findMutants("C.sol", inFunction("for (uint256 i; i < a; ++i) x = i;"));
    expect(mutants.map(({ id }) => id.replace("C:3 ", ""))).to.deep.equal([
      "i < a → i >= a",
      "i < a → i <= a",
      "++i → nothing",
      "++i → --i",
      "x = i; → nothing",
    ]);
    expect(mutants[2]?.source).to.include("for (uint256 i; i < a; ) x = i;");
    expect(mutants[4]?.source).to.include("for (uint256 i; i < a; ++i) {} }");
  });

  it("exchanges arithmetic, swaps the branches of a ternary, and flips what is returned", () => {
    expect(changes("return (b ? a + 1 : a / 2 << 3 | x, true);")).to.deep.equal([
      "return (b ? a + 1 : a / 2 << 3 | x, true) → return (b ? a + 1 : a / 2 << 3 | x, false)",
      "b ? a + 1 : a / 2 << 3 | x → b ? a / 2 << 3 | x : a + 1",
      "a + 1 → a - 1",
      "a / 2 << 3 | x → a / 2 << 3 & x",
      "a / 2 << 3 → a / 2 >> 3",
      "a / 2 → a * 2",
    ]);
    expect(changes("return (0, false);")).to.deep.equal([
      "return (0, false) → return (1, false)",
      "return (0, false) → return (0, true)",
    ]);
    expect(changes("return (7, b);")).to.deep.equal(["return (7, b) → return (0, b)"]);
  });

  it("changes one place of the source, whatever characters stand before it", () => {
    const source = inFunction("if (b) revert E(); x = a;");
    expect(findMutants("C.sol", source).map((mutant) => mutant.source)).to.deep.equal([
      source.replace("if (b) revert E();", "{}"),
      source.replace("x = a;", "{}"),
    ]);
  });

  it("names the contract, the line and the change, and a place that does not move with lines", () => {
    const names = (source: string) =>
      findMutants("a/C.sol", source).map(({ id, place, file }) => [id, place, file]);
    const statements = "++x;\n ++x;\n x =\n  a; ++x;";
    expect(names(inFunction(statements)).filter(([id]) => id?.includes("nothing"))).to.deep.equal([
      ["C:3 ++x; → nothing", "C.f ++x; → nothing", "a/C.sol"],
      ["C:4 ++x; → nothing", "C.f ++x; → nothing (2)", "a/C.sol"],
      ["C:5 x = a; → nothing", "C.f x = a; → nothing", "a/C.sol"],
      ["C:6 ++x; → nothing", "C.f ++x; → nothing (3)", "a/C.sol"],
    ]);
    const moved = names(inFunction(statements, "\n\n"));
    expect(moved.map(([, place]) => place)).to.deep.equal(
      names(inFunction(statements)).map(([, place]) => place),
    );
    expect(moved[0]?.[0]).to.equal("C:5 ++x; → nothing");
  });

  it("gives no two mutants the same id", () => {
    const ids = findMutants("C.sol", inFunction("++x; ++x; b = a == 1; b = a == 1;")).map(({ id }) => id);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it("refuses what is no Solidity", () => {
    expect(() => findMutants("C.sol", "contract {")).to.throw(SourceNotParsedError, /C\.sol does not parse/);
  });
});
