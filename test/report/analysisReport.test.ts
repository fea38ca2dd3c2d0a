import { expect } from "chai";
import { type Analysis, analysisReport } from "../../src/index.ts";
import {
  addressOf,
  emptyAnalysis,
  sampleAnalysis,
  sampleSession,
  usdc,
  usedSession,
} from "../helpers/sampleAnalysis.ts";

/** A terminal's own sequences, and text that turns what stands around it. */
const hostile = "\u001b[31mred\u009b2J\u202e\r\n\u0007";

describe("analysisReport", () => {
  const lines = (analysis: Analysis) => analysisReport(analysis).split("\n");

  it("says what the figures are, in its first lines", () => {
    const analysis = sampleAnalysis(
      [
        usedSession("one", [1_234, 6], { value: 10n ** 18n, sponsored: 7 }),
        sampleSession("two", { state: "revoked" }),
        sampleSession("three", { state: "used up" }),
        sampleSession("four", { state: "expired" }),
      ],
      { unread: 3 },
    );
    const report = analysisReport(analysis);
    expect(report).to.include("Sessions:   4: 1 active, 1 expired, 1 revoked, 1 other");
    expect(report).to.include(
      "Operations: 1,240: 1,234 succeeded, 6 failed; 1,240 calls; 7 paid for by paymasters",
    );
    expect(report).to.match(/Moved: +1 ETH/);
    expect(report).to.include(
      "Signatures: 1,240 by session keys, 4 of owners to enable sessions; saved: 1,236",
    );
    expect(report).to.include("! 3 operations could not be read whole");
    expect(report).to.not.include("Limits are as of block").and.not.include("left out");
  });

  it("shows what was not saved as negative, and says what that means", () => {
    const [gas] = [
      {
        kind: "nexus",
        action: "call",
        operations: 3,
        owner: 100n,
        session: 170n,
        saved: -210n,
        l1Fee: { owner: 10n ** 12n, session: 3n * 10n ** 12n },
      } as const,
    ];
    const report = analysisReport(
      sampleAnalysis([sampleSession("one")], {
        gas: [gas],
        signatures: { bySessions: 0, toEnable: 2, saved: -2 },
      }),
    );
    expect(report).to.include("saved: −2 (the owners signed more to enable sessions than these were used)");
    expect(report).to.match(/nexus +│ call +│ +3 │ +100 │ +170 │ +−70 │ +−210 │/);
    expect(report).to.include(
      "Gas saved in all: −210, so the sessions cost more gas than the owners would have.",
    );
    expect(report).to.include("L1 data fee now, nexus call: owner 0.000001 ETH, session 0.000003 ETH");
  });

  it("shows of each session its state, what it moved, and how much of its limits is used", () => {
    const limit = {
      field: "maxUses",
      unit: "calls",
      actionId: undefined,
      limit: 10n,
      used: 4n,
      left: 6n,
    } as const;
    const report = analysisReport(
      sampleAnalysis([
        usedSession("pay", [4, 0], {
          limits: [limit],
          tokens: [{ ...usdc, transferred: 12_500_000n, approved: 1_000_000n }],
        }),
      ]),
    );
    expect(report).to.match(/│ pay +│ active +│ +4 │ +0 │/);
    expect(report)
      .to.include("12.5 USDC transferred")
      .and.include("1 USDC approved")
      .and.include("4 of 10 calls");
  });

  it("shows the first 20 sessions and the 5 most used targets and functions, and says that there are more", () => {
    const analysis = sampleAnalysis(
      Array.from({ length: 25 }, (_, index) => usedSession(`s${index}`, [9, 1])),
    );
    const many = Array.from({ length: 8 }, (_, index) => ({
      ...{ target: addressOf(`target ${index}`), calls: 10, failed: 1, value: 0n },
    }));
    const report = analysisReport({ ...analysis, targets: many, functions: many });
    expect(report).to.include("Sessions: 20 of 25, the others are in --csv and --json");
    expect(report).to.include("The most used targets: 5 of 8");
    expect(report).to.include("The most used functions: 5 of 8").and.include("(plain transfer)");
    expect(report).to.include(addressOf("target 4")).and.not.include(addressOf("target 5"));
  });

  it("cuts the tokens and the limits of one session, and says how many more there are", () => {
    const tokens = Array.from({ length: 60 }, (_, index) => ({
      ...{ ...usdc, token: addressOf(`token ${index}`), symbol: `T${index}`, transferred: 5_000_000n },
    }));
    const limit = { field: "maxUses", unit: "calls", actionId: undefined, limit: 10n, left: 0n } as const;
    const limits = Array.from({ length: 60 }, (_, index) => ({ ...limit, used: BigInt(index) }));
    const report = analysisReport(sampleAnalysis([usedSession("pay", [4, 0], { tokens, limits })]));
    expect(report).to.match(/^Moved: .*T2 transferred; and 57 more tokens$/m);
    expect(report)
      .to.match(/│ and 57 more tokens +│/)
      .and.match(/│ and 57 more limits +│/);
    expect(report).to.not.include("T3 ");
  });

  it("gives what is used of a limit in the limit's unit", () => {
    const textOf = (used: bigint, limit: bigint) => {
      const limits = [
        { field: "maxTotalValue", unit: "wei", actionId: undefined, limit, used, left: 0n } as const,
      ];
      return analysisReport(sampleAnalysis([sampleSession("pay", { limits })]));
    };
    expect(textOf(0n, 1n)).to.include(" 0 wei of 1 wei ");
    expect(textOf(0n, 10n ** 18n)).to.include(" 0 ETH of 1 ETH ");
    expect(textOf(10n ** 17n, 10n ** 18n)).to.include(" 0.1 ETH of 1 ETH ");
  });

  it("says what is left out of accounts whose kind is not known", () => {
    const report = analysisReport(sampleAnalysis([], { unrecognised: { operations: 3, accounts: 1 } }));
    expect(report).to.include("! 3 operations of 1 account of a kind that is not known are left out");
  });

  it("says by which policies gas was measured, and where the chain charges no L1 data fee", () => {
    const gas = sampleAnalysis().gas.map((one) => ({ ...one, l1Fee: undefined }));
    const report = analysisReport(sampleAnalysis(undefined, { gas }));
    expect(report)
      .to.include("Measured with the presets' policies")
      .and.include("L1 data fee: the chain charges none.");
    expect(analysisReport(sampleAnalysis())).to.not.include("charges none");
  });

  it("writes a time that no calendar has in Unix seconds", () => {
    const { period } = sampleAnalysis();
    for (const timestamp of [253_402_300_800n, 8_640_000_000_001n]) {
      const end = { ...period.end, timestamp };
      expect(analysisReport(sampleAnalysis(undefined, { period: { ...period, end } }))).to.include(
        ` to @${timestamp} UTC`,
      );
    }
  });

  it("says that limits are of a later block where the period ends before", () => {
    const { period } = sampleAnalysis();
    const report = analysisReport(sampleAnalysis(undefined, { limitsAt: period.end.blockNumber + 5n }));
    expect(report).to.include("! Limits are as of block 16,330,038, and not of the period's end.");
  });

  it("says of a period without anything that there was nothing", () => {
    expect(lines(emptyAnalysis())).to.have.lengthOf(7);
  });

  it("lets no control character of a name, a symbol or a signature reach the terminal", () => {
    const tokens = [{ ...usdc, symbol: hostile, transferred: 5n }];
    const analysis = sampleAnalysis([usedSession(hostile, [2, 1], { tokens })]);
    const functions = [{ ...(analysis.functions[0] ?? expect.fail()), signature: hostile }];
    const report = analysisReport({ ...analysis, functions });
    expect(report).to.include("red");
    expect(report.replaceAll("\n", "")).to.not.match(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
