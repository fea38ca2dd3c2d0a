import type { Analysis } from "../usage/Analysis.ts";
import { accountsSection } from "./analysisPage/accountsSection.ts";
import { countText } from "./analysisPage/countText.ts";
import { gasSection } from "./analysisPage/gasSection.ts";
import { type Html, html } from "./analysisPage/html.ts";
import { keyFigures } from "./analysisPage/keyFigures.ts";
import { limitsSection } from "./analysisPage/limitsSection.ts";
import { openDrawing } from "./analysisPage/openDrawing.ts";
import { sessionsSection } from "./analysisPage/sessionsSection.ts";
import { statesSection } from "./analysisPage/statesSection.ts";
import { style } from "./analysisPage/style.ts";
import { targetsSection } from "./analysisPage/targetsSection.ts";
import { timelineSection } from "./analysisPage/timelineSection.ts";
import { tokensSection } from "./analysisPage/tokensSection.ts";
import { utcTime } from "./analysisPage/utcTime.ts";

/**
 * The analysis as an HTML page that stands by itself: it loads nothing, and runs no script. The same analysis gives the
 * same page.
 *
 * @param analysis The analysis.
 * @returns The page. It is a promise, as what draws the charts is loaded only now.
 * @example
 * await writeFile("usage.html", await analysisPage(analysis));
 */
export async function analysisPage(analysis: Analysis): Promise<string> {
  const { operations } = analysis.totals;
  const isEmpty = operations === 0 && analysis.sessions.total === 0;
  const title = `Use of sessions on chain ${analysis.chainId}`;
  return `<!doctype html>\n${
    html`<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${about(analysis)}
</header>
<main>
${isEmpty ? html`<p>No session was enabled or used in these blocks.</p>` : await sections(analysis)}
</main>
<footer class="about">
<p>Amounts are of operations that took effect; gas is of failed ones too. Figures are rounded: the CSV and the JSON have them exactly.</p>
</footer>
</body>
</html>`.markup
  }\n`;
}

function about({ period: { fromBlock, fromTime, end }, release, unread, unrecognised }: Analysis): Html {
  return html`
<p class="about">Blocks ${countText(fromBlock)} to ${countText(end.blockNumber)}, ${utcTime(fromTime)} to ${utcTime(end.timestamp)} UTC. SmartSession ${release}. The chain ends in <code>${end.blockHash}</code>.</p>
${unread > 0 && html`<p class="warning">Of ${countText(unread)} operations the session or the calls could not be read: they are missing where the page tells by session, by target or what was moved.</p>`}
${unrecognised.accounts > 0 && html`<p class="warning">Left out: ${countText(unrecognised.operations)} operations of ${countText(unrecognised.accounts)} accounts of a kind that is not known. Any contract can make such up; named by their addresses, they are counted.</p>`}`;
}

async function sections(analysis: Analysis): Promise<Html> {
  const draw = await openDrawing();
  const { operations } = analysis.totals;
  return html`
${keyFigures(analysis)}
${statesSection(analysis, draw)}
${operations > 0 ? timelineSection(analysis, draw) : html`<p>No session was used in these blocks.</p>`}
${limitsSection(analysis, draw)}
${operations > 0 && targetsSection(analysis, draw)}
${gasSection(analysis, draw)}
${tokensSection(analysis)}
${accountsSection(analysis)}
${sessionsSection(analysis)}`;
}
