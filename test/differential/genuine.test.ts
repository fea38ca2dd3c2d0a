import { expect } from "chai";
import { genuineCode } from "../helpers/genuineCode.ts";
import { needsCodeStore } from "../helpers/releases.ts";
import { referenceCode } from "./codes.ts";
import { countsTable, drawingOf, expectDrawn } from "./drawing.ts";
import { type Comparison, findDifference } from "./findDifference.ts";
import { subjects } from "./subjects.ts";

describe("the differential: v1 and its reference contracts", function () {
  this.timeout(0); // FC_RUNS decides how long it takes.
  needsCodeStore("the reference contracts, held against those of v1 in whose place they stand");

  const comparisons = new Map<string, Comparison>();
  after("prints what was compared", () => {
    if (comparisons.size > 0) console.log(`\n${countsTable(comparisons)}\n`);
  });

  for (const subject of subjects) {
    it(`${subject.name} answers as its reference contract does, whatever it is asked`, async () => {
      const compared = await findDifference(
        subject,
        genuineCode(subject.name),
        referenceCode(subject),
        drawingOf(subject),
      );
      comparisons.set(subject.name, compared);
      if (compared.difference) expect.fail(compared.difference);
      expectDrawn(subject, compared);
    });
  }
});
