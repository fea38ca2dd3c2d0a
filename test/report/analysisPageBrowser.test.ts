import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect } from "chai";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { analysisPage } from "../../src/index.ts";
import { needsChromium, startChromium } from "../helpers/chromium.ts";
import { hostileTexts } from "../helpers/hostileText.ts";
import { sampleAnalysis, usdc, usedSession } from "../helpers/sampleAnalysis.ts";

const picture = fileURLToPath(new URL("../../docs/usage.png", import.meta.url));

describe("the page of an analysis, in a browser", function () {
  this.timeout(60_000); // a browser starts
  needsChromium("the page of an analysis, in a browser");

  let browser: Browser;
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "page-"));
    browser = await startChromium();
  });
  after(async () => {
    await browser?.close();
    if (folder) rmSync(folder, { recursive: true });
  });

  /** Opens a page from its file, with all network refused and whatever goes wrong written down. */
  async function open(
    html: string,
    options: BrowserContextOptions,
  ): Promise<{ page: Page; trouble: string[] }> {
    const file = join(folder, "usage.html");
    writeFileSync(file, html);
    const context = await browser.newContext({ ...options, offline: true });
    const page = await context.newPage();
    const trouble: string[] = [];
    const url = pathToFileURL(file).href;
    await context.route(/.*/, (route) => (route.request().url() === url ? route.continue() : route.abort()));
    page.on("request", (request) => request.url() === url || trouble.push(`request: ${request.url()}`));
    page.on("console", (message) => trouble.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
    await page.goto(url, { waitUntil: "load" });
    return { page, trouble };
  }

  /** The charts that are shown, how much of the page is wider than the screen, and the colours. */
  const look = (page: Page) =>
    page.locator("html").evaluate((root) => {
      const { body, defaultView } = root.ownerDocument;
      const bar = root.querySelector("#chart-states path[fill^=var]") ?? root;
      return {
        charts: [...root.querySelectorAll("svg")]
          .map((one) => one.getBoundingClientRect())
          .filter(({ width, height }) => width > 200 && height > 50).length,
        overflow: root.scrollWidth - root.clientWidth,
        background: defaultView?.getComputedStyle(body).backgroundColor,
        bar: defaultView?.getComputedStyle(bar).fill,
      };
    });

  for (const width of [360, 1280]) {
    for (const colorScheme of ["light", "dark"] as const) {
      it(`is whole, quiet and no wider than ${width} px, in ${colorScheme} colours`, async () => {
        const { page, trouble } = await open(await analysisPage(sampleAnalysis()), {
          viewport: { width, height: 800 },
          colorScheme,
        });
        const { charts, overflow, background, bar } = await look(page);
        expect({ charts, overflow, trouble }).to.deep.equal({ charts: 6, overflow: 0, trouble: [] });
        const colours = {
          light: ["rgb(255, 255, 255)", "rgb(0, 114, 178)"],
          dark: ["rgb(21, 24, 28)", "rgb(86, 180, 233)"],
        };
        expect([background, bar]).to.deep.equal(colours[colorScheme]);
        await page.context().close();
      });
    }
  }

  it("keeps a chart's texts within it", async () => {
    for (const width of [360, 1280]) {
      const { page } = await open(await analysisPage(sampleAnalysis()), { viewport: { width, height: 800 } });
      const outside = await page.locator("svg text").evaluateAll((texts) =>
        texts
          .filter((text) => {
            const [inner, outer] = [
              text.getBoundingClientRect(),
              text.closest("svg")?.getBoundingClientRect(),
            ];
            return outer && (inner.right > outer.right + 1 || inner.left < outer.left - 1);
          })
          .map(({ textContent }) => textContent),
      );
      expect(outside, `${width} px`).to.deep.equal([]);
      await page.context().close();
    }
  });

  it("shows hostile names, symbols and signatures as text", async () => {
    const analysis = sampleAnalysis(
      hostileTexts.map((text) =>
        usedSession(text, [2, 0], { tokens: [{ ...usdc, symbol: text, transferred: 5n }] }),
      ),
    );
    const [used] = analysis.functions;
    const functions = used ? hostileTexts.map((signature) => ({ ...used, signature })) : [];
    const { page, trouble } = await open(await analysisPage({ ...analysis, functions }), {
      viewport: { width: 360, height: 800 },
    });
    expect(trouble).to.deep.equal([]);
    const names = await page.locator("th bdi").allInnerTexts();
    for (const text of hostileTexts.slice(0, 6)) {
      expect(names.filter((name) => name.startsWith(text.slice(0, 25)))).to.have.length.at.least(1);
    }
    expect(await page.evaluate(() => "harmed" in globalThis)).to.equal(false);
    expect((await look(page)).overflow).to.equal(0);
    await page.context().close();
  });

  it("is on paper as it is in light, with the charts of a desk", async () => {
    const { page } = await open(await analysisPage(sampleAnalysis()), {
      viewport: { width: 1280, height: 800 },
      colorScheme: "dark",
    });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await look(page)).to.include({
      charts: 6,
      background: "rgb(255, 255, 255)",
      bar: "rgb(0, 114, 178)",
    });
    expect((await page.pdf({ format: "A4" })).subarray(0, 5).toString()).to.equal("%PDF-");
    await page.context().close();
  });

  it("has its picture in docs/usage.png (UPDATE_DOCS=1 takes it anew)", async () => {
    if (process.env.UPDATE_DOCS === "1") {
      const { page } = await open(await analysisPage(sampleAnalysis()), {
        viewport: { width: 1100, height: 900 },
      });
      const last = await page.locator("section", { has: page.locator("#chart-limits") }).boundingBox();
      const clip = { x: 0, y: 0, width: 1100, height: (last?.y ?? 0) + (last?.height ?? 0) + 24 };
      await page.screenshot({ path: picture, fullPage: true, clip });
      await page.context().close();
    }
    const bytes = readFileSync(picture);
    expect(bytes.subarray(1, 4).toString()).to.equal("PNG");
    expect(bytes.length).to.be.lessThan(300_000);
  });
});
