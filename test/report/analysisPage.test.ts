import { expect } from "chai";
import { parse, type DefaultTreeAdapterTypes as Tree, defaultTreeAdapter as tree } from "parse5";
import { parseEther } from "viem";
import { type Analysis, analysisPage } from "../../src/index.ts";
import { hostileTexts } from "../helpers/hostileText.ts";
import {
  addressOf,
  emptyAnalysis,
  sampleAnalysis,
  sampleSession,
  usdc,
  usedSession,
} from "../helpers/sampleAnalysis.ts";

const draw = async (analysis: Analysis) => read(await analysisPage(analysis));

describe("the page of an analysis", () => {
  const analysis = sampleAnalysis();
  let page: Page;

  before(async () => {
    page = await draw(analysis);
  });

  it("is well-formed HTML in English, each of whose ids is there once", () => {
    expect(page.errors).to.deep.equal([]);
    expect(page.all("html").map(({ lang }) => lang)).to.deep.equal(["en"]);
    const ids = page.elements.flatMap(({ attributes: { id } }) => (id === undefined ? [] : [id]));
    expect(new Set(ids).size).to.equal(ids.length).and.to.be.greaterThan(20);
  });

  it("loads nothing, runs nothing, and has the browser hold it to that", () => {
    const [policy] = page.all("meta").filter((one) => one["http-equiv"] === "Content-Security-Policy");
    expect(policy?.content).to.match(/^default-src 'none'; style-src 'unsafe-inline'/);
    expect(page.tags()).not.to.include.members(["script"]).and.not.to.include.members(["link"]);
    expect(page.attributeNames().filter((name) => /^(src|href|on.*|action|style:.*)$/.test(name))).to.be
      .empty;
    expect(page.html).not.to.match(/url\(|@import/);
  });

  it("is the same, byte by byte, for the same analysis", async () => {
    expect((await draw(sampleAnalysis())).html).to.equal(page.html);
  });

  it("has the analysis's figures, exactly for machines and with their units for people", () => {
    const { totals, signatures, sessions } = analysis;
    const texts = page.texts("dd");
    expect(texts).to.include.members([
      totals.operations.toLocaleString("en"),
      `${totals.succeeded.toLocaleString("en")} succeeded, ${totals.failed} failed; ${totals.calls.toLocaleString("en")} calls`,
      String(sessions.total),
      "5 active, 2 expired, 1 revoked, 2 other",
      signatures.saved.toLocaleString("en"),
      "2.4293 ETH",
    ]);
    const exact = page.all("data").map(({ value }) => value);
    expect(exact).to.include.members(
      [totals.value, totals.gasCost, totals.tokens[0]?.transferred].map(String),
    );
    expect(page.texts("td")).to.include.members(["77,457.63 USDC", "60,000 USDC"]);
  });

  it("has every session, account, target and function in a table with a caption and heads", () => {
    const captions = ["Targets that sessions called", "Functions that sessions called", "Use by account"];
    for (const caption of captions) expect(page.texts("caption")).to.include(caption);
    expect(page.texts("caption")).to.have.length(page.all("table").length);
    const heads = page.texts("th");
    for (const { name } of analysis.bySession)
      expect(heads.some((one) => one.startsWith(`${name}of 0x`))).to.equal(true);
    for (const { account } of analysis.byAccount) expect(heads).to.include(account);
    for (const { target } of analysis.targets) expect(heads).to.include(target);
    for (const { signature, selector } of analysis.functions)
      expect(heads).to.include(`${signature} (${selector})`);
    expect(page.all("th").map(({ scope }) => scope)).to.not.include(undefined);
  });

  it("says its times in UTC, and of a session that never ends what can be said", async () => {
    expect(page.texts("p")[0]).to.match(/2026-11-02 00:00 to 2026-11-29 23:59 UTC/);
    const endless = sampleSession("endless", { validUntil: 2n ** 48n - 1n });
    expect((await draw(sampleAnalysis([endless]))).texts("td")).to.include("activeuntil after the year 9999");
    const timeline = [{ begin: 8_640_000_000_060n, succeeded: 1, failed: 0 }];
    expect((await draw(sampleAnalysis(undefined, { timeline }))).texts("th")).to.include("@8640000000060");
  });

  it("names and describes each chart, and draws it for a desk and for a phone", () => {
    const charts = page.all("svg");
    expect(charts).to.have.length(12);
    for (const chart of charts) {
      expect(chart.role).to.equal("img");
      for (const id of [chart["aria-labelledby"], chart["aria-describedby"]]) {
        expect(page.elements.find(({ attributes }) => attributes.id === id)?.text).to.match(/\w+ .*\w+/);
      }
    }
  });

  it("shows what is used of limits, the nearest to its limit first, tokens by their decimals", () => {
    const shares = page.chart("limits").filter((text) => / %: /.test(text));
    expect(shares.slice(0, 4)).to.deep.equal([
      "100 %: 65 of 65 calls",
      "99 %: 2.4905 ETH of 2.5 ETH",
      "91 %: 9,120 USDC of 10,000 USDC",
      "80 %: 48,210.5 USDC of 60,000 USDC",
    ]);
  });

  it("shows limits whose unit is not known by their figures", async () => {
    const whole = {
      actionId: undefined,
      left: 2n * 10n ** 19n,
      limit: 4n * 10n ** 19n,
      used: 2n * 10n ** 19n,
    };
    const argument = { ...whole, field: "argumentRules", unit: "in all calls", offset: 32n } as const;
    const unknownToken = { ...whole, field: "spendingLimit", unit: "token units" } as const;
    const none = { ...whole, field: "maxUses", unit: "calls", limit: 0n, used: 0n, left: 0n } as const;
    const session = sampleSession("of all sorts", { limits: [argument, unknownToken, none] });
    expect((await draw(sampleAnalysis([session]))).chart("limits")).to.include.members([
      "100 %: 0 of 0 calls",
      "50 %: 2e19 of 4e19 in all of the argument at byte 32",
      "50 %: 2e19 of 4e19 token units",
    ]);
  });

  it("shows savings that are none as such", async () => {
    expect(page.texts("dt")).to.include("Gas saved");
    expect(page.texts("dd")).to.include(
      "the sessions cost more gas than the owners' own operations would have",
    );
    const [losing, , , winning] = analysis.gas;
    expect(losing?.saved).to.satisfy((saved: bigint) => saved < 0n);
    expect(page.texts("td")).to.include.members([
      "−86,959,724",
      "+15,326 (+8 %)",
      "2,658,015",
      "−6,563 (−2 %)",
    ]);
    const better = await draw(sampleAnalysis(undefined, { gas: winning ? [winning] : [] }));
    expect(better.texts("dd")).to.include("less than the owners' own operations would have cost");
    expect((await draw(sampleAnalysis(undefined, { gas: [] }))).texts("dt")).not.to.include("Gas saved");
  });

  it("says how many operations could not be read, where there are any", async () => {
    expect(page.html).not.to.include('class="warning"');
    const { html } = await draw(sampleAnalysis(undefined, { unread: 7 }));
    expect(html).to.match(/class="warning">Of 7 operations/);
  });

  it("shows amounts of every size", async () => {
    const amounts = { ...usdc, transferred: 2n ** 256n - 1n, approved: 1n };
    const shown = await draw(
      sampleAnalysis([
        usedSession("much", [1, 0], { value: parseEther("1234567.891234"), tokens: [amounts] }),
        usedSession("little", [1, 0], { account: usdc.token, value: 12n }),
        usedSession("none", [1, 0], {
          tokens: [
            { ...usdc, token: addressOf("unnamed"), decimals: undefined, symbol: undefined, transferred: 5n },
          ],
        }),
      ]),
    );
    const cells = shown.texts("td");
    expect(cells).to.include.members([
      "1.158e71 USDC",
      "0.000001 USDC",
      `5 smallest units of ${addressOf("unnamed").slice(0, 6)}…${addressOf("unnamed").slice(-4)}`,
      "12 wei",
    ]);
    expect(cells).to.include("1,234,567.8912 ETH1.158e71 USDC");
  });

  it("shows the busiest of 2,000 sessions, says where the others are, and stays under 1 MB", async () => {
    const [like] = analysis.bySession;
    const many = Array.from({ length: 2_000 }, (_, index) =>
      usedSession(`session ${index}`, [index, 1], { limits: like?.limits ?? [], value: BigInt(index) }),
    );
    const { html, texts } = await draw(sampleAnalysis(many));
    expect(html.length).to.be.lessThan(1_000_000);
    expect(texts("p")).to.include(
      "200 of 2,000 are shown, the busiest first; the CSV has all (sessions analyze --csv FILE).",
    );
    expect(texts("bdi"))
      .to.include("session 1999")
      .and.include("session 1800")
      .and.not.include("session 1799");
  });

  it("says of an analysis of nothing that there was nothing", async () => {
    const { errors, texts, tags } = await draw(emptyAnalysis());
    expect(errors).to.deep.equal([]);
    expect(texts("p")).to.include("No session was enabled or used in these blocks.");
    expect(tags()).not.to.include("svg").and.not.include("table");
  });

  it("says of sessions that were not used that they were not", async () => {
    const { errors, texts } = await draw({
      ...emptyAnalysis(),
      bySession: [sampleSession("new")],
      sessions: { total: 1, active: 1, expired: 0, revoked: 0, other: 0 },
    });
    expect(errors).to.deep.equal([]);
    expect(texts("p")).to.include("No session was used in these blocks.");
    expect(texts("bdi")).to.deep.equal(["new"]);
  });

  for (const hostile of hostileTexts) {
    it(`shows ${JSON.stringify(hostile)} as text, in tables and in charts`, async () => {
      const token = { ...usdc, token: addressOf("hostile"), symbol: hostile, transferred: 5n };
      const [used] = analysis.functions;
      const shown = await draw(
        sampleAnalysis(
          [
            usedSession(hostile, [1, 0], { tokens: [token], limits: analysis.bySession[0]?.limits ?? [] }),
            ...analysis.bySession.slice(1),
          ],
          { functions: used ? [{ ...used, signature: hostile }] : [] },
        ),
      );
      expect(shown.errors).to.deep.equal([]);
      expect(new Set(shown.tags())).to.deep.equal(new Set(page.tags()));
      expect(new Set(shown.attributeNames())).to.deep.equal(new Set(page.attributeNames()));
      const visible = hostile.replace(/[\p{C}\u3164]/gu, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);
      const begins = (text: string) => text.startsWith(visible.slice(0, 8));
      expect(shown.texts("bdi").filter(begins), "session, symbol and signature").to.have.length(3);
      expect(shown.chart("limits").filter(begins), "beside the bars and above them").to.have.length(2);
      expect(shown.chart("functions").filter(begins)).to.have.length(2);
      expect(shown.html).not.to.match(/(?!\n)[\p{C}\u3164]/u);
    });
  }
});

interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Element[];
}
type Page = ReturnType<typeof read>;

/** What a browser would make of a page. */
function read(html: string) {
  const errors: string[] = [];
  const document = parse(html, { onParseError: ({ code }) => errors.push(code) });
  const elements = flatten(elementsOf(document));
  const all = (tag: string) => elements.filter((one) => one.tag === tag).map(({ attributes }) => attributes);
  return {
    html,
    errors,
    elements,
    all,
    tags: () => elements.map(({ tag }) => tag),
    attributeNames: () => elements.flatMap(({ attributes }) => Object.keys(attributes)),
    texts: (tag: string) => elements.filter((one) => one.tag === tag).map(({ text }) => text),
    /** The texts of a chart, both of its drawings. */
    chart: (id: string) => {
      const figure = elements.find(({ attributes }) => attributes.id === `chart-${id}`);
      return flatten(figure?.children ?? []).flatMap(({ tag, text }) => (tag === "text" ? [text] : []));
    },
  };
}

const flatten = (elements: readonly Element[]): readonly Element[] =>
  elements.flatMap((one) => [one, ...flatten(one.children)]);

function elementsOf(parent: Tree.ParentNode): readonly Element[] {
  return parent.childNodes.filter(tree.isElementNode).map((node) => ({
    tag: node.tagName,
    attributes: Object.fromEntries(node.attrs.map(({ name, value }) => [name, value])),
    text: textOf(node).trim(),
    children: elementsOf(node),
  }));
}

const textOf = (node: Tree.Node): string =>
  tree.isTextNode(node) ? node.value : "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
