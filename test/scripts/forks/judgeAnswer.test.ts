import { expect } from "chai";
import { judgeAnswer } from "../../../scripts/forks/judgeAnswer.ts";
import { ChainUnreachableError } from "../../../src/index.ts";

const silence = new ChainUnreachableError({ cause: "ECONNREFUSED" });
const http = (status: number) => new ChainUnreachableError({ cause: `HTTP ${status}`, status });

/** After which of these answers the chain is taken for gone. */
const goneAfter = (answers: readonly unknown[]): number | undefined => {
  let failures = 0;
  const index = answers.findIndex((answer) => {
    const judged = judgeAnswer(failures, answer);
    failures = judged.failures;
    return judged.isGone;
  });
  return index < 0 ? undefined : index + 1;
};

describe("judgeAnswer", () => {
  it("takes a chain for gone after three questions in a row without an answer", () => {
    expect(goneAfter([silence, silence, silence])).to.equal(3);
    expect(goneAfter([silence, silence, undefined, silence, silence])).to.equal(undefined);
  });

  it("takes one for gone that goes on answering with an HTTP error, after ten", () => {
    expect(goneAfter(Array.from({ length: 10 }, () => http(502)))).to.equal(10);
    expect(goneAfter([...Array.from({ length: 9 }, () => http(502)), undefined, http(502)])).to.equal(
      undefined,
    );
  });

  it("takes a rate limit, or an error of JSON-RPC, for an answer", () => {
    const answers = [http(429), new Error("-32005: too many requests")];
    expect(goneAfter(Array.from({ length: 30 }, (_, index) => answers[index % 2]))).to.equal(undefined);
  });
});
