import { expect } from "chai";
import type { Address } from "viem";
import { analysisCsv } from "../../src/index.ts";
import {
  emptyAnalysis,
  sampleAnalysis,
  sampleBegin,
  sampleSession,
  usdc,
  usedSession,
} from "../helpers/sampleAnalysis.ts";

const payee: Address = "0x000000000000000000000000000000000000dEaD";
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
    expect(first?.replaceAll('""', "'").split(",")).to.deep.equal([
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
      `"${usdc.token} transferred 5 approved 6 'USDC'"`,
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

  it("lets no symbol be another token, or other figures", () => {
    const cellOf = (symbol: string | undefined) => {
      const tokens = [
        { ...usdc, symbol, transferred: 7n },
        { ...usdc, token: payee, symbol: "OK", transferred: 1n },
      ];
      const csv = analysisCsv(sampleAnalysis([sampleSession("pay", { tokens })]));
      return /,"(0x[^\r]*)",\r/.exec(csv)?.[1]?.replaceAll('""', '"') ?? expect.fail(csv);
    };
    const forged = `X transferred 0 approved 0; ${payee} USDC" transferred 9 approved 9`;
    for (const symbol of [forged, '"', "\u202e", "", "L".repeat(20_000)]) {
      const [first = "", second, ...more] = cellOf(symbol).split("; ");
      const [, token, transferred, approved, quoted = ""] =
        /^(0x[0-9a-fA-F]{40}) transferred (\d+) approved (\d+) (".*")$/.exec(first) ?? [];
      expect([token, transferred, approved], symbol).to.deep.equal([usdc.token, "7", "0"]);
      expect(JSON.parse(quoted)).to.have.property("length").that.is.at.most(64);
      expect([second, more]).to.deep.equal([`${payee} transferred 1 approved 0 "OK"`, []]);
    }
    expect(JSON.parse(cellOf("a;b").split(" ")[5]?.replace(";", "") ?? ""), "it is read again").to.equal(
      "a;b",
    );
  });

  it("writes a time that no calendar has in Unix seconds", () => {
    const csv = analysisCsv(sampleAnalysis([sampleSession("long", { validUntil: 2n ** 48n - 2n })]));
    expect(csv).to.include(`,${2n ** 48n - 2n},`);
  });

  it("has the titles alone where there were no sessions", () => {
    expect(analysisCsv(emptyAnalysis())).to.equal(`${titles}\r\n`);
  });
});
