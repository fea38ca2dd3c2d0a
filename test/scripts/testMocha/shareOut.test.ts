import { expect } from "chai";
import fc from "fast-check";
import { shareOut } from "../../../scripts/testMocha/shareOut.ts";

describe("shareOut", () => {
  const files = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);

  it("gives each file to one part", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.integer({ min: 1, max: 8 }), (count, processes) => {
        expect(shareOut(files(count), processes).flat())
          .to.have.members(files(count))
          .and.length(count);
      }),
    );
  });

  it("makes parts that get smaller, but none so small that Hardhat takes longer to start", () => {
    const sizes = shareOut(files(200), 2).map(({ length }) => length);
    expect(sizes).to.deep.equal([...sizes].sort((a, b) => b - a));
    expect(sizes.length).to.be.greaterThan(8);
    expect(sizes[0]).to.equal(50);
    expect(sizes.at(-1)).to.be.within(6, 12);
  });

  it("has those begin that take long", () => {
    const takesLong = (file: string) => Number(file) % 3 === 0;
    const parts = shareOut(files(20), 2, takesLong);
    expect(parts[0]?.every(takesLong)).to.equal(true);
    const order = parts.flat().map(takesLong);
    expect(order).to.deep.equal([...order].sort((a, b) => Number(b) - Number(a)));
    expect(parts.flat()).to.have.members(files(20));
  });

  it("parts neighbours", () => {
    expect(shareOut(files(12), 2)).to.deep.equal([
      ["0", "2", "4", "6", "8", "10"],
      ["1", "3", "5", "7", "9", "11"],
    ]);
  });
});
