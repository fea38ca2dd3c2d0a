import { expect } from "chai";
import { analysisCsv } from "../../src/index.ts";
import {
  emptyAnalysis,
  sampleAnalysis,
  sampleBegin,
  sampleSession,
  usdc,
  usedSession,
} from "../helpers/sampleAnalysis.ts";

const titles =
  "account,kind,permission_id,name,state,enabled_at,enabled_by,valid_until,last_used,operations,succeeded,failed,calls,value_wei,gas_used,gas_cost_wei,sponsored,tokens,limits";

describe("analysisCsv", () => {
  const rowsOf = (csv: string) => csv.trimEnd().split("\r\n");

  it("has a row of titles, and one for each session", () => {
    const session = usedSession("pay", [2, 1], {
      ...{ value: 7n, lastUsed: sampleBegin, validUntil: undefined },
      ...{ tokens: [{ ...usdc, transferred: 5n, approved: 6n }] },
      limits: [{ field: "maxUses", unit: "calls", actionId: undefined, limit: 10n, used: 3n, left: 7n }],
    });
    const analysis = sampleAnalysis([session, sampleSession("two")]);
    const [head, first, ...rest] = rowsOf(analysisCsv(analysis));
    expect(head).to.equal(titles);
    expect(rest).to.have.lengthOf(1);
    const { account, permissionId, gasUsed, gasCost } = session;
    const { kind } = analysis.byAccount.find((one) => one.account === account) ?? expect.fail();
    expect(first?.split(",")).to.deep.equal([
      ...[
        account,
        kind,
        permissionId,
        "pay",
        "active",
        "2026-11-02T01:00:00Z",
        "call",
        "",
        "2026-11-02T00:00:00Z",
      ],
      ...["3", "2", "1", "3", "7", String(gasUsed), String(gasCost), "0"],
      `${usdc.token} USDC transferred 5 approved 6`,
      "maxUses 3/10",
    ]);
  });

  it("lets no name be a formula, a further column or a further row", () => {
    for (const name of [
      '=HYPERLINK("http://x")',
      "+1+1",
      "-1",
      "@SUM(A1)",
      "a,b",
      'a"b',
      "a\nb",
      "\u001b[2J",
    ]) {
      const csv = analysisCsv(sampleAnalysis([sampleSession(name)]));
      expect(rowsOf(csv), name).to.have.lengthOf(2);
      const cell = /,0x[0-9a-f]{64},("(?:[^"]|"")*"|[^,"]*),active,/.exec(csv)?.[1];
      expect(cell, name)
        .to.be.a("string")
        .and.to.not.match(/^"?[=+\-@]/);
    }
  });

  it("writes a time that no calendar has in Unix seconds", () => {
    const csv = analysisCsv(sampleAnalysis([sampleSession("long", { validUntil: 2n ** 48n - 2n })]));
    expect(csv).to.include(`,${2n ** 48n - 2n},`);
  });

  it("has the titles alone where there were no sessions", () => {
    expect(analysisCsv(emptyAnalysis())).to.equal(`${titles}\r\n`);
  });
});
