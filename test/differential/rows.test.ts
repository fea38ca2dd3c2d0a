import { expect } from "chai";
import { genuineCode } from "../helpers/genuineCode.ts";
import { needsCodeStore } from "../helpers/releases.ts";
import { answerClass } from "./answerClass.ts";
import { referenceCode } from "./codes.ts";
import { rows } from "./rows.ts";
import type { Subject } from "./Subject.ts";
import { type Answer, stage } from "./stage.ts";
import { policies } from "./subjects.ts";

/** Every rule on the code, and every answer again on the reference contract: events too. */
function shouldKeepTheRules(codeOf: (subject: Subject) => `0x${string}`): void {
  for (const subject of policies) {
    describe(subject.name, () => {
      for (const { rule, calls } of rows.filter(({ policy }) => policy === subject.name)) {
        it(rule, async () => {
          const { play } = await stage(codeOf(subject), referenceCode(subject));
          const [answers, others] = await play(calls.map(([step]) => step));
          for (const [index, [step, expected]] of calls.entries()) {
            const answer = answers[index] as Answer;
            const given =
              typeof expected === "string" ? answerClass(step.kind, answer) : { gives: answer.result };
            expect(given, step.text).to.deep.equal(expected);
          }
          expect(answers).to.deep.equal(others);
        });
      }
    });
  }
}

describe("what is known of v1's policies", () => {
  describe("holds for the reference contracts", () => shouldKeepTheRules(referenceCode));

  describe("holds for v1", () => {
    needsCodeStore("what is known of v1's policies, played on them");
    shouldKeepTheRules(({ name }) => genuineCode(name));
  });
});
